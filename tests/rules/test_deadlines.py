"""The due day at its edges: holidays, make-up days, pauses, restarts, extensions, change of law; each explained."""

import datetime
import json
import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import calendars, deadline_command, deadlines, explanations, ledgers, regimes

CALENDAR = calendars.Calendar.load()
Entry, Ledger = ledgers.Entry, ledgers.Ledger

# Received, entries as on the command line, due day: counted by hand against the printed calendars, and day by day.
DUE = [
    # plain terms
    ("2024-09-13", "", "2024-10-17"),
    ("2024-09-14", "", "2024-10-18"),
    ("2024-09-15", "", "2024-10-18"),
    ("2024-09-30", "", "2024-11-01"),
    ("2024-10-01", "", "2024-11-01"),
    ("2024-10-07", "", "2024-11-01"),
    ("2024-10-12", "", "2024-11-08"),
    ("2024-01-31", "", "2024-03-04"),
    ("2024-02-08", "", "2024-03-13"),
    ("2024-02-09", "", "2024-03-14"),
    ("2024-12-31", "", "2025-02-05"),
    ("2025-01-02", "", "2025-02-06"),
    ("2025-12-04", "", "2026-01-04"),
    ("2025-12-31", "", "2026-01-29"),
    ("2026-01-03", "", "2026-01-29"),
    ("2026-01-04", "", "2026-01-30"),
    ("2026-02-14", "", "2026-03-20"),
    ("2026-09-24", "", "2026-10-29"),
    ("2020-01-20", "", "2020-02-25"),
    ("2019-05-15", "", "2019-06-13"),
    ("2019-04-30", "", "2019-05-23"),
    ("2019-05-14", "", "2019-06-04"),
    ("2015-08-31", "", "2015-09-22"),
    ("2008-05-01", "", "2008-05-22"),
    ("2011-12-30", "", "2012-01-21"),
    ("2018-12-28", "", "2019-01-21"),
    ("2022-12-30", "", "2023-02-02"),
    ("2026-12-15", "", "2027-01-13"),
    ("2028-02-29", "", "2028-03-28"),
    # confirmation
    ("2024-09-13", "receipt_confirmed:2024-09-18", "2024-10-21"),
    ("2024-09-30", "receipt_confirmed:2024-10-08", "2024-11-04"),
    # correction
    ("2024-09-13", "correction_sent:2024-09-20 correction_received:2024-10-08", "2024-11-04"),
    ("2024-09-13", "correction_sent:2024-09-20:2024-10-01", "2024-11-01"),
    ("2024-09-13", "correction_sent:2024-09-25:2024-09-25", "2024-10-28"),
    ("2024-09-13", "correction_sent:2024-09-26:2024-10-10", "2024-11-06"),
    ("2024-09-13", "correction_sent:2024-09-13:2024-09-14", "2024-10-18"),
    ("2018-03-01", "correction_sent:2018-03-20:2018-03-26", "2018-04-17"),
    # third party
    ("2024-09-13", "third_party_asked:2024-09-20:2024-09-27", "2024-10-24"),
    ("2024-09-13", "third_party_asked:2024-09-20:2024-10-08", "2024-10-29"),
    ("2024-09-13", "third_party_asked:2024-09-20:2024-09-20", "2024-10-17"),
    ("2024-09-13", "third_party_asked:2024-09-21:2024-09-23", "2024-10-18"),
    ("2024-09-13", "third_party_asked:2024-09-20:2024-09-22", "2024-10-17"),
    ("2024-09-13", "third_party_asked:2024-09-13:2024-09-20", "2024-10-23"),
    ("2024-09-13", "third_party_asked:2024-10-18:2024-10-25", "2024-10-17"),
    ("2024-09-13", "third_party_asked:2024-09-20", "2024-11-07"),
    ("2024-09-13", "third_party_asked:2024-09-20:2024-10-22", "2024-11-07"),
    ("2024-09-13", "third_party_asked:2024-09-20 third_party_received:2024-09-24", "2024-11-11"),
    (
        "2024-09-13",
        "third_party_asked:2024-09-20 third_party_received:2024-09-24 third_party_answered:2024-10-30",
        "2024-11-11",
    ),
    (
        "2024-09-13",
        "third_party_asked:2024-09-20 third_party_received:2024-09-24 third_party_answered:2024-10-18",
        "2024-11-11",
    ),
    ("2024-09-13", "third_party_asked:2024-10-17:2024-10-24", "2024-10-24"),
    # overlapping, adjoining, apart
    ("2024-09-13", "third_party_asked:2024-09-20:2024-09-30 comaker_asked:2024-09-25:2024-10-10", "2024-10-31"),
    ("2024-09-13", "third_party_asked:2024-09-20:2024-10-10 comaker_asked:2024-09-25:2024-09-27", "2024-10-31"),
    ("2024-09-13", "third_party_asked:2024-09-20:2024-09-25 comaker_asked:2024-09-25:2024-09-27", "2024-10-24"),
    ("2024-09-13", "third_party_asked:2024-09-20:2024-09-24 comaker_asked:2024-10-09:2024-10-14", "2024-10-25"),
    ("2024-09-13", "third_party_asked:2024-09-20:2024-09-24 third_party_asked:2024-09-20:2024-09-30", "2024-10-28"),
    ("2024-09-13", "comaker_asked:2024-09-20", "2024-11-07"),
    ("2024-09-13", "other_agency_asked:2024-09-20:2024-09-24", "2024-10-21"),
    # extension
    ("2024-09-13", "extended:20", "2024-11-14"),
    ("2024-09-13", "extended:1", "2024-10-18"),
    ("2024-09-13", "extended:2024-10-17:15", "2024-11-07"),
    ("2024-09-13", "extended:2024-10-11", "2024-11-14"),
    ("2024-09-13", "extended:2024-10-11:2024-10-25", "2024-10-25"),
    ("2024-12-20", "extended:20", "2025-02-21"),
    ("2024-09-13", "third_party_asked:2024-10-16:2024-10-25 extended:2024-10-22:10", "2024-11-11"),
    ("2024-09-13", "extended:2024-10-17:10 third_party_asked:2024-10-25:2024-11-01", "2024-11-07"),
    ("2024-09-13", "third_party_asked:2024-09-20 extended:2024-10-31:5", "2024-11-14"),
    # correction with the rest
    (
        "2024-09-13",
        "correction_sent:2024-09-20:2024-10-08 third_party_asked:2024-10-10:2024-10-17 extended:20",
        "2024-12-10",
    ),
    ("2024-09-13", "third_party_asked:2024-09-19 correction_sent:2024-09-20:2024-09-27", "2024-11-12"),
    ("2024-09-13", "third_party_asked:2024-09-19:2024-09-30 correction_sent:2024-09-20:2024-09-27", "2024-11-01"),
    ("2024-09-13", "extended:2024-09-18:10 correction_sent:2024-09-20:2024-09-27", "2024-10-30"),
    (
        "2026-09-24",
        "correction_sent:2026-10-08:2026-10-12 third_party_asked:2026-10-26:2026-11-04 extended:2026-11-16:15",
        "2026-12-09",
    ),
    # fees
    ("2024-09-13", "fee_noticed:2024-10-10:2024-10-16", "2024-11-13"),
    ("2024-09-13", "fee_noticed:2024-10-10:2024-10-16 extended:2024-10-30:20", "2024-12-11"),
    ("2024-09-13", "fee_noticed:2024-10-21:2024-10-23", "2024-10-17"),
    ("2020-09-14", "fee_noticed:2020-09-21:2020-09-25", "2020-10-16"),
    ("2016-09-13", "fee_noticed:2016-09-20:2016-09-22", "2016-10-10"),
    # excessive
    ("2024-09-13", "reasons_asked:2024-09-20:2024-09-25 delayed_term:2024-09-27:2025-01-10", "2025-01-10"),
    ("2024-09-13", "delayed_term:2024-09-27:2025-01-11", "2025-01-13"),
    ("2024-09-13", "delayed_term:2024-09-27:2024-10-09", "2024-10-17"),
    ("2024-09-13", "delayed_term:2024-09-27:2024-11-29 third_party_asked:2024-11-20:2024-11-25", "2024-12-04"),
    # 2008
    ("2018-12-03", "third_party_asked:2018-12-10:2018-12-28", "2019-01-14"),
    ("2018-12-03", "extended:15", "2019-01-15"),
    ("2018-12-03", "comaker_asked:2018-12-10:2018-12-20", "2018-12-24"),
    ("2018-12-03", "third_party_asked:2018-12-10:2019-01-31", "2019-02-19"),
    # closed, reopened
    ("2024-09-13", "answered:2024-10-15", "2024-10-17"),
    ("2024-09-13", "answered:2024-10-25 reopened:2025-02-10", "2025-03-10"),
    ("2024-09-13", "answered:2024-10-15 reopened:2025-02-10:2025-03-10", "2025-03-10"),
    # across an unannounced year
    ("2026-12-20", "extended:20", "2027-02-17"),
]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def ledger_of(received: str, words: str = "") -> Ledger:
    regime = regimes.for_day(day(received))
    return Ledger(day(received), deadline_command.entries(words.split(), regime.extension.working_days))


def explain(received: str, words: str = "") -> explanations.Explanation:
    return deadlines.explain(ledger_of(received, words), CALENDAR)


@pytest.mark.parametrize(("received", "words", "due"), DUE)
def test_a_case_of_the_table_is_due_on_its_day(received: str, words: str, due: str) -> None:
    assert explain(received, words).due_on == day(due)


def test_the_examples_of_the_manual_are_right() -> None:
    manual = pathlib.Path(__file__).parents[2] / "docs" / "deadlines.md"
    rows = re.findall(
        r"^\| ([^|]+) \| (\d{4}-\d\d-\d\d) \| [^|]+ \|$", manual.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(rows) >= 15
    for said, due in rows:
        received = re.search(r"received (\S{10})", said)
        words = re.search(r"`(.+)`", said)
        told = explain(received[1] if received else "2024-09-13", words[1] if words else "")
        assert told.due_on == day(due), said


WAITING = [
    ("2024-09-13", "correction_sent:2024-09-20", "correction"),
    ("2024-09-13", "fee_noticed:2024-09-20", "payment"),
    ("2018-12-03", "correction_sent:2018-12-10", "correction"),
]


@pytest.mark.parametrize(("received", "words", "reason"), WAITING)
def test_no_term_runs_while_the_applicant_has_to_act(received: str, words: str, reason: str) -> None:
    told = explain(received, words)
    assert told.due_on is None
    assert told.waiting_for == reason
    assert [each.kind for each in told.steps] == ["received", words.split(":")[0]]


def test_an_extension_told_in_time_waits_with_the_term() -> None:
    told = explain("2024-09-13", "correction_sent:2024-09-20 extended:20")
    assert told.due_on is None
    assert any(each.kind == "extended" and "延长答复期限20个工作日" in each.what for each in told.steps)


def test_a_consultation_without_a_limit_leaves_the_due_day_open() -> None:
    assert explain("2018-12-03", "third_party_asked:2018-12-10").due_on is None


def test_under_r2008_the_day_written_on_the_slip_is_the_limit() -> None:
    asked = Entry("third_party_asked", day("2018-12-10"), until_on=day("2018-12-17"))
    told = deadlines.explain(Ledger(day("2018-12-03"), (asked,)), CALENDAR)
    assert told.due_on == day("2018-12-29")  # five working days more, the last a make-up Saturday


FAULTS = [
    ("2024-09-13", "correction_sent:2024-09-12", "before_receipt"),
    ("2024-09-13", "correction_received:2024-09-20", "no_correction"),
    ("2024-09-13", "correction_sent:2024-09-20 correction_received:2024-09-19", "no_correction"),
    ("2024-09-13", "correction_sent:2024-09-18:2024-09-20 correction_received:2024-09-23", "no_correction"),
    ("2024-09-13", "correction_sent:2024-09-18 correction_sent:2024-09-20", "second_correction"),
    ("2024-09-13", "correction_sent:2024-09-18:2024-09-20 correction_sent:2024-09-23", "second_correction"),
    ("2024-09-13", "third_party_answered:2024-09-20", "no_question"),
    ("2024-09-13", "third_party_received:2024-09-20", "no_question"),
    ("2024-09-13", "third_party_asked:2024-09-23 third_party_answered:2024-09-20", "no_question"),
    ("2024-09-13", "third_party_asked:2024-09-19:2024-09-20 third_party_answered:2024-09-23", "no_question"),
    ("2024-09-13", "comaker_asked:2024-09-19 third_party_answered:2024-09-20", "no_question"),
    ("2024-09-13", "extended:2024-10-18:5", "extension_late"),
    ("2024-09-13", "extended:21", "extension_length"),
    ("2024-09-13", "extended:0", "extension_length"),
    ("2024-09-13", "extended:2024-09-20:2024-10-17", "extension_length"),
    ("2018-12-03", "extended:16", "extension_length"),
    ("2024-09-13", "extended:5 extended:5", "second_extension"),
    ("2024-09-13", "extended:2024-09-20:5 extended:2024-09-23:5", "second_extension"),
    ("2024-09-13", "extended:5 extended:2024-09-23:5", "second_extension"),
    ("2024-09-13", "correction_sent:2024-09-18 extended:2024-09-20:5", "waiting_correction"),
    ("2024-09-13", "correction_sent:2024-09-18 fee_noticed:2024-09-20", "waiting_correction"),
    ("2024-09-13", "fee_noticed:2024-09-18 correction_sent:2024-09-20", "waiting_payment"),
    ("2024-09-13", "fee_noticed:2024-09-18 extended:2024-09-20:5", "waiting_payment"),
    ("2024-09-13", "fee_paid:2024-09-20", "no_fee_notice"),
    ("2024-09-13", "fee_notice_received:2024-09-20", "no_fee_notice"),
    ("2024-09-13", "fee_noticed:2024-09-18:2024-09-20 fee_paid:2024-09-23", "no_fee_notice"),
    ("2024-09-13", "reasons_given:2024-09-20", "no_reasons"),
    ("2024-09-13", "delayed_term:2024-09-20", "no_until"),
    ("2024-09-13", "delayed_term:2024-09-20:2024-09-19", "until_past"),
    ("2024-09-13", "reopened:2024-09-20", "not_closed"),
    ("2024-09-13", "withdrawn:2024-09-18 extended:2024-09-20:5", "closed"),
    ("2024-09-13", "answered:2024-09-18 answered:2024-09-20", "closed"),
    ("2024-09-13", "answered:2024-09-18 third_party_asked:2024-09-20", "closed"),
    ("2024-09-13", "extended:2024-09-18:5 receipt_confirmed:2024-09-20", "out_of_turn"),
]


@pytest.mark.parametrize(("received", "words", "code"), FAULTS)
def test_an_impossible_entry_is_named(received: str, words: str, code: str) -> None:
    with pytest.raises(ledgers.ImpossibleEntry) as fault:
        explain(received, words)
    assert fault.value.code == code
    assert ledgers.kind(fault.value.entry.kind).label in str(fault.value)
    assert "不成立" in str(fault.value)


def test_an_unknown_kind_and_a_missing_day_are_named() -> None:
    for entry, code in ((Entry("teleported", day("2024-09-20")), "unknown_kind"), (Entry("answered", None), "no_day")):
        with pytest.raises(ledgers.ImpossibleEntry) as fault:
            deadlines.explain(Ledger(day("2024-09-13"), (entry,)), CALENDAR)
        assert fault.value.code == code
        assert fault.value.entry == entry


def test_an_extension_without_a_length_is_refused() -> None:
    with pytest.raises(ledgers.ImpossibleEntry, match="没有写明延长多少个工作日"):
        deadlines.explain(Ledger(day("2024-09-13"), (Entry("extended", day("2024-09-20")),)), CALENDAR)


def test_a_correction_limit_before_its_notice_is_refused() -> None:
    sent = Entry("correction_sent", day("2024-09-20"), until_on=day("2024-09-19"))
    with pytest.raises(ledgers.ImpossibleEntry, match="确定的期限早于"):
        deadlines.explain(Ledger(day("2024-09-13"), (sent,)), CALENDAR)


def test_answers_find_their_question_by_the_party_they_name() -> None:
    entries = (
        Entry("third_party_asked", day("2024-09-20"), party="甲公司"),
        Entry("third_party_asked", day("2024-09-20"), party="乙公司"),
        Entry("third_party_answered", day("2024-09-24"), party="乙公司"),
        Entry("third_party_answered", day("2024-09-30"), party="甲公司"),
    )
    told = deadlines.explain(Ledger(day("2024-09-13"), entries), CALENDAR)
    assert [(each.name, each.answered_on) for each in told.questions] == [
        ("甲公司", day("2024-09-30")),
        ("乙公司", day("2024-09-24")),
    ]
    assert told.due_on == day("2024-10-28")
    assert "仍停止计算" in next(each.what for each in told.steps if each.kind == "third_party_answered")


def test_an_answer_of_somebody_not_asked_is_refused() -> None:
    entries = (
        Entry("third_party_asked", day("2024-09-20"), party="甲公司"),
        Entry("third_party_answered", day("2024-09-24"), party="丙公司"),
    )
    with pytest.raises(ledgers.ImpossibleEntry, match="丙公司"):
        deadlines.explain(Ledger(day("2024-09-13"), entries), CALENDAR)


def test_the_order_in_which_entries_are_written_down_does_not_matter() -> None:
    words = "correction_sent:2024-09-20 correction_received:2024-10-08 third_party_asked:2024-10-10 extended:20"
    turned = " ".join(reversed(words.split()))
    assert explain("2024-09-13", words) == explain("2024-09-13", turned)


def test_a_late_correction_notice_is_marked_but_restarts() -> None:
    told = explain("2024-09-13", "correction_sent:2024-09-26:2024-10-10")
    assert [each.kind for each in told.warnings] == ["correction_sent"]
    assert "2024年9月25日）发出，已超过" in told.warnings[0].what


LATE = [
    ("third_party_asked:2024-10-18:2024-10-25", "third_party_asked"),
    ("correction_sent:2024-10-18:2024-10-25", "correction_sent"),
    ("fee_noticed:2024-10-18:2024-10-25", "fee_noticed"),
    ("delayed_term:2024-10-18:2024-12-25", "delayed_term"),
]


@pytest.mark.parametrize(("words", "kind"), LATE)
def test_what_comes_after_the_term_has_run_out_moves_it_no_more(words: str, kind: str) -> None:
    told = explain("2024-09-13", words)
    assert told.due_on == day("2024-10-17")
    assert kind in {each.kind for each in told.warnings}


def test_silence_of_a_co_maker_is_consent_and_of_a_third_party_is_not() -> None:
    consent = explain("2024-09-13", "comaker_asked:2024-09-20").steps
    own = explain("2024-09-13", "third_party_asked:2024-09-20").steps
    assert any("视为同意公开" in each.what and each.article.endswith("第三十四条") for each in consent)
    assert any("由本机关依法决定" in each.what and each.article.endswith("第三十二条") for each in own)


def test_the_opinion_may_come_after_the_reply() -> None:
    told = explain("2024-09-13", "third_party_asked:2024-09-20 answered:2024-10-10 third_party_answered:2024-10-11")
    assert told.closed_by == "answered"


def test_every_step_has_a_day_a_sentence_and_an_article() -> None:
    words = "correction_sent:2024-09-20:2024-10-08 third_party_asked:2024-10-10:2024-10-17 extended:2024-10-20:20"
    steps = explain("2024-09-13", words).steps
    assert [(each.on.isoformat(), each.kind) for each in steps] == [
        ("2024-09-13", "received"),
        ("2024-09-20", "correction_sent"),
        ("2024-10-08", "correction_received"),
        ("2024-10-10", "third_party_asked"),
        ("2024-10-17", "third_party_answered"),
        ("2024-10-20", "extended"),
        ("2024-12-10", "due"),
    ]
    assert [each.article.removeprefix("《政府信息公开条例》") for each in steps] == [
        *("第三十一条", "第三十条", "第三十条", "第三十三条第三款", "第三十三条第三款"),
        *("第三十三条第二款", "第三十三条第二款"),
    ]
    assert "6个工作日不计入期限" in steps[4].what
    assert "原最迟答复日为2024年11月12日，延至2024年12月10日" in steps[5].what
    assert "扣除不计入的6个工作日、延长20个工作日" in steps[6].what
    assert "10月12日计入" in steps[6].what


def test_the_last_step_names_the_holidays_on_the_way() -> None:
    assert "其间周末、国庆节放假不计，调休上班的10月12日计入" in explain("2024-09-30").steps[-1].what


def test_a_year_without_a_notice_makes_the_day_provisional() -> None:
    assert explain("2026-12-15").provisional
    assert not explain("2026-11-20").provisional


RECEIPTS = [
    ("web", "", False, "第三十一条第三项"),
    ("web", "receipt_confirmed:2024-09-18", True, "第三十一条第三项"),
    ("ordinary_post", "", False, "第三十一条第二项"),
    ("registered_post", "", True, "第三十一条第二项"),
    ("counter", "", True, "第三十一条第一项"),
]


@pytest.mark.parametrize(("channel", "words", "confirmed", "article"), RECEIPTS)
def test_the_channel_says_which_day_is_the_day_of_receipt(
    channel: str, words: str, confirmed: bool, article: str
) -> None:
    entries = deadline_command.entries(words.split(), 20)
    told = deadlines.explain(Ledger(day("2024-09-13"), entries, channel), CALENDAR)
    assert told.is_confirmed is confirmed
    assert told.steps[0].article.endswith(article)
    assert told.receipt_on == (day("2024-09-18") if words else day("2024-09-13"))


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="没有这种提交途径"):
        deadlines.explain(Ledger(day("2024-09-13"), channel="pigeon"), CALENDAR)


def test_the_regime_follows_the_day_of_receipt_unless_the_ledger_names_one() -> None:
    assert explain("2019-05-14").regime == "2008"
    assert explain("2019-05-15").regime == "2019"
    named = Ledger(day("2019-05-14"), regime="2019")
    assert deadlines.explain(named, CALENDAR).due_on == day("2019-06-12")
    confirmed = Ledger(day("2019-05-14"), (Entry("receipt_confirmed", day("2019-05-15")),))
    assert deadlines.explain(confirmed, CALENDAR).regime == "2019"


def test_reasons_and_a_delayed_term_are_steps_of_article_35() -> None:
    told = explain("2024-09-13", "reasons_asked:2024-09-20:2024-09-25 delayed_term:2024-09-27:30")
    assert told.due_on == CALENDAR.add_working_days(day("2024-10-17"), 30)
    assert {each.article for each in told.steps[1:]} == {"《政府信息公开条例》第三十五条"}
    assert explain("2018-12-03", "delayed_term:2018-12-10:2019-03-01").due_on == day("2018-12-24")


def test_days_nothing_is_known_of_are_refused() -> None:
    with pytest.raises(regimes.NoRegime):
        deadlines.explain(Ledger(day("2008-04-30")), CALENDAR)
    with pytest.raises(calendars.UncoveredDay):
        deadlines.explain(Ledger(day("2060-12-20")), CALENDAR)


def test_a_new_holiday_notice_moves_the_cases_it_touches() -> None:
    before, after = calendars.Calendar.known_on(day("2024-11-11")), calendars.Calendar.known_on(day("2024-11-12"))
    cases = [
        ("through new year and spring", ledger_of("2025-01-02")),
        ("in autumn 2024", ledger_of("2024-09-13")),
        ("waiting", ledger_of("2025-01-02", "correction_sent:2025-01-03")),
    ]
    moves = deadlines.moved(cases, before, after)
    assert [each.key for each in moves] == ["through new year and spring"]
    assert (moves[0].before_on, moves[0].after_on) == (day("2025-02-05"), day("2025-02-06"))
    assert deadlines.moved(cases, after, after) == ()


DAYS = st.dates(datetime.date(2019, 5, 15), datetime.date(2030, 6, 30))


@st.composite
def ledgers_in_order(draw: st.DrawFn) -> Ledger:
    """A possible ledger: a receipt, perhaps a correction, some consultations, perhaps an extension."""
    received = draw(DAYS)
    entries = []
    base = received
    if draw(st.booleans()):
        sent = base + datetime.timedelta(days=draw(st.integers(0, 8)))
        base = sent + datetime.timedelta(days=draw(st.integers(0, 30)))
        entries += [Entry("correction_sent", sent), Entry("correction_received", base)]
    for kind in draw(st.lists(st.sampled_from(["third_party", "comaker", "other_agency"]), max_size=3)):
        asked = base + datetime.timedelta(days=draw(st.integers(0, 25)))
        entries.append(Entry(f"{kind}_asked", asked, party=str(len(entries))))
        if draw(st.booleans()):
            answered = asked + datetime.timedelta(days=draw(st.integers(0, 40)))
            entries.append(Entry(f"{kind}_answered", answered, party=entries[-1].party))
    if draw(st.booleans()):
        entries.append(Entry("extended", None, working_days=draw(st.integers(1, 20))))
    return Ledger(received, tuple(entries))


@given(ledger=ledgers_in_order())
def test_a_due_day_is_a_working_day_and_the_same_each_time(ledger: Ledger) -> None:
    told = deadlines.explain(ledger, CALENDAR)
    assert told.due_on is not None
    assert CALENDAR.is_working_day(told.due_on)
    assert told == deadlines.explain(ledger, CALENDAR)
    assert [each.on for each in told.steps if each.kind == "due"] == [told.due_on]
    assert [each.on for each in told.steps] == sorted(each.on for each in told.steps)


@given(ledger=ledgers_in_order())
def test_walking_day_by_day_arrives_at_the_same_day(ledger: Ledger) -> None:
    told = deadlines.explain(ledger, CALENDAR)
    left = told.term_working_days + told.extension_working_days
    on = told.base_on
    # The days left out are those of the spans, the first day of a span excepted.
    spans = [(start, end) for start, end in told.excluded if end is not None]
    left += sum(
        CALENDAR.working_days_between(max(start, told.base_on), end) for start, end in spans if end > told.base_on
    )
    while left:
        on += datetime.timedelta(days=1)
        left -= CALENDAR.is_working_day(on)
    assert told.due_on == on


@given(received=DAYS, asked=st.integers(0, 25), answered=st.integers(0, 40), longer=st.integers(0, 40))
def test_a_longer_consultation_never_makes_the_day_earlier(
    received: datetime.date, asked: int, answered: int, longer: int
) -> None:
    dues = []
    for days in (answered, answered + longer):
        asked_on = received + datetime.timedelta(days=asked)
        entries = (
            Entry("third_party_asked", asked_on),
            Entry("third_party_answered", asked_on + datetime.timedelta(days=days)),
        )
        dues.append(deadlines.explain(Ledger(received, entries), CALENDAR).due_on)
    silent = deadlines.explain(Ledger(received, entries[:1]), CALENDAR).due_on
    assert dues[0] is not None and dues[1] is not None and silent is not None
    assert dues[0] <= dues[1] <= silent


@given(ledger=ledgers_in_order(), days=st.integers(1, 20))
def test_an_extension_moves_the_day_by_its_working_days(ledger: Ledger, days: int) -> None:
    plain = Ledger(ledger.received_on, tuple(each for each in ledger.entries if each.kind != "extended"))
    extended = Ledger(plain.received_on, (*plain.entries, Entry("extended", None, working_days=days)))
    before, after = deadlines.explain(plain, CALENDAR), deadlines.explain(extended, CALENDAR)
    assert before.due_on is not None and after.due_on is not None
    assert CALENDAR.working_days_between(before.due_on, after.due_on) >= days


@given(ledger=ledgers_in_order())
def test_a_ledger_survives_json(ledger: Ledger) -> None:
    assert ledgers.from_plain(json.loads(json.dumps(ledgers.to_plain(ledger)))) == ledger
