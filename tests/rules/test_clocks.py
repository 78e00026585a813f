"""The state of a clock on a day, from arrival to reply; what is still possible and what must be remembered."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import calendars, clocks, deadline_command, deadlines, ledgers, regimes

CALENDAR = calendars.Calendar.load()
PAUSED = "third_party_asked:2024-09-20:2024-09-30"
SILENT = "third_party_asked:2024-09-20"
LIMIT = "correction_sent:2024-09-20 correction_limit:2024-10-08"
OLD_SLIP = "third_party_asked:2018-12-10"
FEE = "fee_noticed:2024-09-20 fee_notice_received:2024-09-23"

# Received, entries, day, state, working days elapsed, remaining (-1: no term runs), overdue.
STATES = [
    ("2024-09-13", "", "2024-09-12", "not_received", 0, -1, 0),
    ("2024-09-13", "", "2024-09-13", "running", 0, 20, 0),
    ("2024-09-13", "", "2024-09-14", "running", 1, 19, 0),
    ("2024-09-13", "", "2024-09-17", "running", 1, 19, 0),
    ("2024-09-13", "", "2024-10-16", "running", 19, 1, 0),
    ("2024-09-13", "", "2024-10-17", "due_today", 20, 0, 0),
    ("2024-09-13", "", "2024-10-18", "overdue", 20, 0, 1),
    ("2024-09-13", "", "2024-10-28", "overdue", 20, 0, 7),
    ("2024-09-14", "", "2024-10-19", "overdue", 20, 0, 1),  # a Saturday after a Friday is late, too
    ("2024-09-13", PAUSED, "2024-09-20", "paused", 4, 16, 0),
    ("2024-09-13", PAUSED, "2024-09-29", "paused", 4, 16, 0),
    ("2024-09-13", PAUSED, "2024-09-30", "running", 4, 16, 0),
    ("2024-09-13", PAUSED, "2024-10-08", "running", 5, 15, 0),
    ("2024-09-13", SILENT, "2024-10-16", "paused", 4, 16, 0),
    ("2024-09-13", SILENT, "2024-10-17", "running", 5, 15, 0),
    ("2024-09-13", SILENT, "2024-11-08", "overdue", 20, 0, 1),
    ("2018-12-03", OLD_SLIP, "2019-03-01", "paused", 5, -1, 0),
    ("2024-09-13", LIMIT, "2024-09-19", "running", 3, 17, 0),
    ("2024-09-13", LIMIT, "2024-09-20", "awaiting_correction", 4, -1, 0),
    ("2024-09-13", LIMIT, "2024-10-08", "awaiting_correction", 4, -1, 0),
    ("2024-09-13", LIMIT, "2024-10-09", "correction_lapsed", 4, -1, 0),
    ("2024-09-13", "correction_sent:2024-09-20:2024-10-08", "2024-10-08", "running", 0, 20, 0),
    ("2024-09-13", FEE, "2024-09-20", "awaiting_payment", 4, -1, 0),
    ("2024-09-13", FEE, "2024-10-24", "awaiting_payment", 4, -1, 0),
    ("2024-09-13", FEE, "2024-10-25", "payment_lapsed", 4, -1, 0),
    ("2024-09-13", "extended:2024-10-10:10", "2024-10-18", "running", 21, 9, 0),
    ("2024-09-13", "answered:2024-10-10", "2024-11-10", "answered", 14, -1, 0),
    ("2024-09-13", "answered:2024-10-21", "2024-11-10", "answered", 20, -1, 2),
    ("2024-09-13", "withdrawn:2024-10-21", "2024-11-10", "withdrawn", 20, -1, 0),
    ("2024-09-13", "closed:2024-10-10", "2024-11-10", "closed", 14, -1, 0),
    ("2026-09-24", "correction_sent:2026-10-08:2026-10-12 third_party_asked:2026-10-26:2026-11-04", "2026-11-16",
     "running", 18, 2, 0),
]  # fmt: skip


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def ledger_of(received: str, words: str = "", channel: str = "") -> ledgers.Ledger:
    most = regimes.for_day(day(received)).extension.working_days
    return ledgers.Ledger(day(received), deadline_command.entries(words.split(), most), channel)


def state(received: str, words: str, on: str) -> clocks.State:
    return clocks.state(ledger_of(received, words), CALENDAR, day(on))


@pytest.mark.parametrize(("received", "words", "on", "code", "elapsed", "remaining", "overdue"), STATES)
def test_the_clock_on_a_day(
    received: str, words: str, on: str, code: str, elapsed: int, remaining: int, overdue: int
) -> None:
    found = state(received, words, on)
    assert found.code == code
    assert found.elapsed == elapsed
    assert (-1 if found.remaining is None else found.remaining) == remaining
    assert found.overdue == overdue
    assert found.what
    assert found.article


def test_what_happened_later_is_not_known_yet() -> None:
    words = "third_party_asked:2024-09-20:2024-09-24 extended:2024-10-10:20"
    assert state("2024-09-13", words, "2024-09-23").due_on == day("2024-11-07")
    assert state("2024-09-13", words, "2024-09-24").due_on == day("2024-10-21")
    assert state("2024-09-13", words, "2024-10-10").due_on == day("2024-11-18")


def test_unconfirmed_receipt_is_told() -> None:
    found = clocks.state(ledger_of("2024-09-13", channel="web"), CALENDAR, day("2024-09-14"))
    assert found.code == "awaiting_confirmation"
    assert found.article.endswith("第三十一条第三项")


EXTENSIONS = [
    ("", "2024-10-17", "possible", "2024-10-17"),
    ("", "2024-10-18", "not_now", ""),
    ("third_party_asked:2024-09-20:2024-09-30", "2024-10-18", "possible", "2024-10-28"),
    ("extended:2024-10-10:5", "2024-10-11", "used", ""),
    ("correction_sent:2024-09-20", "2024-09-23", "not_now", ""),
    ("answered:2024-09-20", "2024-09-23", "not_now", ""),
]


@pytest.mark.parametrize(("words", "on", "extension", "until"), EXTENSIONS)
def test_an_extension_is_possible_until_the_due_day(words: str, on: str, extension: str, until: str) -> None:
    found = state("2024-09-13", words, on)
    assert found.extension == extension
    assert found.extension_until == (day(until) if until else None)


def test_a_correction_notice_is_possible_until_its_seventh_working_day() -> None:
    assert state("2024-09-13", "", "2024-09-25").correction_until == day("2024-09-25")
    assert state("2024-09-13", "", "2024-09-26").correction_until is None
    assert state("2024-09-13", "correction_sent:2024-09-18:2024-09-19", "2024-09-20").correction_until is None
    assert state("2018-12-03", "", "2018-12-04").correction_until is None


def test_a_silent_third_party_is_named_since_its_limit() -> None:
    found = state("2024-09-13", SILENT, "2024-10-17")
    assert [(each.party, each.since_on) for each in found.silent] == [("third_party", day("2024-10-16"))]
    assert "依法决定是否公开" in found.silent[0].what
    assert found.silent[0].article.endswith("第三十二条")
    assert state("2024-09-13", SILENT, "2024-10-16").silent == ()


def test_consultations_that_follow_one_another_are_one_standstill() -> None:
    words = "third_party_asked:2024-09-20:2024-09-25 comaker_asked:2024-09-24"
    found = state("2024-09-13", words, "2024-09-26")
    assert found.since_on == day("2024-09-20")
    assert "共同制作机关" in found.what


def test_an_opinion_asked_after_the_term_does_not_hide_the_delay() -> None:
    assert state("2024-09-13", "third_party_asked:2024-10-21", "2024-10-22").code == "overdue"


def test_reminders_lie_before_the_due_day() -> None:
    told = deadlines.explain(ledger_of("2024-09-13", SILENT), CALENDAR)
    assert [(each.on.isoformat(), each.code, each.working_days_left) for each in clocks.reminders(told, CALENDAR)] == [
        ("2024-09-25", "correction", 0),
        ("2024-10-16", "opinion", 0),
        ("2024-10-31", "due", 5),
        ("2024-11-05", "due", 2),
        ("2024-11-07", "due", 0),
    ]


def test_reminders_name_the_lapse_while_waiting_and_end_with_the_case() -> None:
    waiting = deadlines.explain(ledger_of("2024-09-13", LIMIT), CALENDAR)
    assert [(each.on.isoformat(), each.code) for each in clocks.reminders(waiting, CALENDAR)] == [
        ("2024-10-08", "lapse")
    ]
    closed = deadlines.explain(ledger_of("2024-09-13", "answered:2024-09-20"), CALENDAR)
    assert clocks.reminders(closed, CALENDAR) == ()


def test_the_state_is_plain_data_for_json() -> None:
    plain = clocks.to_plain(state("2024-09-13", SILENT, "2024-10-17"))
    assert plain["code"] == "running"
    assert plain["due_on"] == "2024-11-07"
    assert plain["silent"][0]["since_on"] == "2024-10-16"


@given(
    received=st.dates(datetime.date(2019, 5, 15), datetime.date(2029, 12, 31)),
    asked=st.integers(0, 30),
    answered=st.integers(0, 30),
    seen=st.integers(0, 80),
)
def test_elapsed_and_remaining_make_up_the_term(received: datetime.date, asked: int, answered: int, seen: int) -> None:
    asked_on = received + datetime.timedelta(days=asked)
    entries = (
        ledgers.Entry("third_party_asked", asked_on),
        ledgers.Entry("third_party_answered", asked_on + datetime.timedelta(days=answered)),
    )
    found = clocks.state(ledgers.Ledger(received, entries), CALENDAR, received + datetime.timedelta(days=seen))
    assert found.total == 20
    assert found.remaining is not None
    assert found.elapsed + found.remaining == 20
    assert (found.overdue > 0) == (found.code == "overdue")
