"""The ledger as data: kinds, their order within a day, words, JSON, and the view of an earlier day."""

import datetime
import json

import pytest

from gongkai.rules import ledgers

RECEIVED = datetime.date(2024, 9, 13)
SENT = ledgers.Entry("correction_sent", datetime.date(2024, 9, 20), until_on=datetime.date(2024, 10, 8))
CORRECTED = ledgers.Entry("correction_received", datetime.date(2024, 9, 20))
ASKED = ledgers.Entry("third_party_asked", datetime.date(2024, 9, 23), party="甲公司")
EXTENDED = ledgers.Entry("extended", None, working_days=20)


def test_entries_stand_by_day_and_within_a_day_by_their_nature() -> None:
    ledger = ledgers.Ledger(RECEIVED, (ASKED, CORRECTED, EXTENDED, SENT))
    assert ledgers.ordered(ledger) == (SENT, CORRECTED, ASKED)


def test_the_ledger_of_an_earlier_day_knows_only_what_had_happened() -> None:
    ledger = ledgers.Ledger(RECEIVED, (SENT, CORRECTED, ASKED, EXTENDED))
    assert ledgers.until(ledger, datetime.date(2024, 9, 20)).entries == (SENT, CORRECTED, EXTENDED)


def test_a_ledger_is_the_same_after_json() -> None:
    ledger = ledgers.Ledger(RECEIVED, (SENT, CORRECTED, ASKED, EXTENDED), channel="web", regime="2019")
    assert ledgers.from_plain(json.loads(json.dumps(ledgers.to_plain(ledger)))) == ledger


@pytest.mark.parametrize("damage", [{"received_on": "yesterday"}, {"entries": [{"kind": "x", "on": "soon"}]}])
def test_a_damaged_ledger_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="isoformat"):
        ledgers.from_plain({**ledgers.to_plain(ledgers.Ledger(RECEIVED)), **damage})


def test_an_entry_in_words() -> None:
    assert ledgers.describe(ASKED) == "2024年9月23日征求第三方意见（甲公司）"
    assert ledgers.describe(EXTENDED) == "延长答复期限"


def test_kinds_end_in_kinds_that_exist() -> None:
    ids = {each.id for each in ledgers.kinds()}
    assert {each.end for each in ledgers.kinds() if each.end} < ids
    assert ids >= ledgers.CLOSING
    assert {
        *("correction_sent", "correction_received", "third_party_asked", "third_party_answered"),
        *("comaker_asked", "comaker_answered", "extended", "fee_noticed", "fee_paid"),
    } < ids


def test_kinds_of_consultation_know_their_party() -> None:
    assert ledgers.consulted("comaker_answered") == ("comaker", "answered")
    assert ledgers.consulted("extended") is None
    assert ledgers.party_label("other_agency") == "其他机关"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="没有这种记录"):
        ledgers.kind("teleported")
