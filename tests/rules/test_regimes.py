"""The two Regulations as data: which binds when, and what each says of terms, consultation and receipt."""

import copy
import datetime

import pytest

from gongkai.rules import datafiles, forms, regimes

CHOICES = [("2008-05-01", "2008"), ("2019-05-14", "2008"), ("2019-05-15", "2019"), ("2030-01-01", "2019")]

# Regime, reply, extension, correction notice within, restarts.
TERMS = [("2008", 15, 15, None, True), ("2019", 20, 20, 7, True)]

# Channel, day of receipt under each regime.
RECEIPTS = [
    ("counter", "handed", "handed"),
    ("oral", "handed", "handed"),
    ("registered_post", "signed", "signed"),
    ("ordinary_post", "confirmed", "confirmed"),
    ("other_unit", "confirmed", "confirmed"),
    ("web", "confirmed", "confirmed"),
    ("email", "arrived", "confirmed"),
    ("fax", "confirmed", "confirmed"),
]


@pytest.mark.parametrize(("received", "id"), CHOICES)
def test_the_regime_follows_the_day_of_receipt(received: str, id: str) -> None:
    assert regimes.for_day(datetime.date.fromisoformat(received)).id == id


@pytest.mark.parametrize(("id", "reply", "extension", "notice", "restarts"), TERMS)
def test_the_terms_of_a_regime(id: str, reply: int, extension: int, notice: int | None, restarts: bool) -> None:
    found = regimes.regime(id)
    assert (found.reply.working_days, found.extension.working_days) == (reply, extension)
    assert (found.correction.notice_within, found.correction.restarts) == (notice, restarts)


@pytest.mark.parametrize(("channel", "old", "new"), RECEIPTS)
def test_the_day_of_receipt_of_a_channel(channel: str, old: str, new: str) -> None:
    assert [regimes.regime(each).receipt(channel).day for each in ("2008", "2019")] == [old, new]


def test_who_may_be_consulted_and_for_how_long() -> None:
    assert {party: each.working_days for party, each in regimes.regime("2008").consultations.items()} == {
        "third_party": None
    }
    assert {party: each.working_days for party, each in regimes.regime("2019").consultations.items()} == {
        "third_party": 15,
        "comaker": 15,
        "other_agency": 15,
    }


def test_only_the_later_regulation_knows_excessive_requests_and_processing_fees() -> None:
    assert regimes.regime("2008").excessive is None
    assert regimes.regime("2008").fee is None
    fee = regimes.regime("2019").fee
    assert fee is not None
    assert (fee.since, fee.working_days) == (datetime.date(2021, 1, 1), 20)


def test_an_article_is_cited_in_full_and_a_paper_by_its_number() -> None:
    assert regimes.regime("2019").article("第三十条") == "《政府信息公开条例》第三十条"
    assert regimes.regime("2008").article("第二十四条") == "《政府信息公开条例》（2007年公布）第二十四条"
    assert regimes.regime("2019").article("国办函〔2020〕109号") == "国办函〔2020〕109号"


def test_every_rule_names_its_source_and_how_certain_it_is() -> None:
    for id in ("2008", "2019"):
        found = regimes.regime(id)
        rules = [found.reply, found.extension, found.correction, *found.consultations.values()]
        assert all(each.source and each.certainty for each in rules)
        assert all(each.article and each.certainty for each in found.receipts.values())


def test_the_counter_and_the_post_may_never_be_refused() -> None:
    assert {each.id for each in regimes.channels() if each.is_base} == {
        *("counter", "oral", "registered_post", "ordinary_post", "other_unit"),
    }


def test_channels_count_in_rows_of_the_form_of_2014() -> None:
    rows = {cell.row.id for cell in forms.form("form-2014").cells.values()}
    assert {each.row for each in regimes.channels()} <= rows
    assert regimes.channel("fax").row == "s3_fax"


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(regimes.NoRegime, match="没有这部条例"):
        regimes.regime("1999")
    with pytest.raises(regimes.NoRegime, match="2008年5月1日"):
        regimes.for_day(datetime.date(2008, 4, 30))
    with pytest.raises(ValueError, match="没有这种提交途径"):
        regimes.channel("pigeon")
    with pytest.raises(ValueError, match="没有这种提交途径"):
        regimes.regime("2019").receipt("pigeon")


def test_reminders_come_nearer_and_receipt_days_have_words() -> None:
    assert list(regimes.reminders()) == sorted(regimes.reminders(), reverse=True)
    assert regimes.receipt_day_label("confirmed") == "与申请人确认之日"


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("reply", "working_days"), "twenty"),
        (("reply", "article"), None),
        (("correction", "notice_within"), "soon"),
        (("consultations", 0, "silence"), "shrug"),
        (("receipt", 0, "day"), "someday"),
        (("receipt", 0, "channel"), "pigeon"),
        (("fee", "since"), "2021"),
        (("until",), "never"),
        (("colour",), "red"),
    ],
)
def test_a_damaged_regime_is_refused(place: tuple[str | int, ...], value: object) -> None:
    raw = copy.deepcopy(datafiles.read("regimes.yaml", "regimes", "channels", "receipt_days", "reminders"))
    whole = raw["regimes"][1]
    assert regimes.parse(whole).id == "2019"
    inner = whole
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with pytest.raises(datafiles.DataFault):
        regimes.parse(whole)
