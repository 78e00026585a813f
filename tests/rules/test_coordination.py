"""Asking other agencies: terms, what silence means under each Regulation, faulty data."""

import copy
import datetime

import pytest

from gongkai.rules import calendars, coordination, datafiles

CALENDAR = calendars.Calendar.load()


@pytest.mark.parametrize(
    ("on", "regime", "silence"),
    [
        (datetime.date(2008, 5, 1), "2008", "decide"),
        (datetime.date(2019, 5, 14), "2008", "decide"),
        (datetime.date(2019, 5, 15), "2019", "consent"),
        (datetime.date(2026, 11, 20), "2019", "consent"),
    ],
)
def test_silence_follows_the_regulation_of_the_day(on: datetime.date, regime: str, silence: str) -> None:
    found = coordination.rule(on)
    assert (found.regime, found.silence) == (regime, silence)
    assert found.note


def test_before_any_regulation_there_is_no_rule() -> None:
    with pytest.raises(coordination.NoRule):
        coordination.rule(datetime.date(2008, 4, 30))


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        (datetime.date(2025, 9, 30), 5, datetime.date(2025, 10, 14)),  # the holiday, and a make-up day on the 11th
        (datetime.date(2025, 12, 31), 5, datetime.date(2026, 1, 8)),  # the new year, and the 4th made up
    ],
)
def test_the_term_counts_working_days_after_the_day_of_asking(
    asked: datetime.date, days: int, due: datetime.date
) -> None:
    assert coordination.rule(asked).due(asked, days, CALENDAR) == due


@pytest.mark.parametrize("days", [0, 4, 16, -1])
def test_a_term_too_short_or_too_long_is_refused(days: int) -> None:
    day = datetime.date(2026, 3, 2)
    with pytest.raises(coordination.TermOutside, match="5至15个工作日"):
        coordination.rule(day).due(day, days, CALENDAR)


def test_every_exemption_has_its_article() -> None:
    assert {each.id for each in coordination.exemptions()} == {"clarify", "emergency"}
    assert all(each.article and each.certainty for each in coordination.exemptions())


@pytest.mark.parametrize(
    ("field", "value"), [("silence", "refuse"), ("least", 20), ("least", 0), ("working_days", 16), ("note", 3)]
)
def test_faulty_data_is_refused(field: str, value: object) -> None:
    raw = copy.deepcopy(datafiles.read("coordination.yaml", "rules", "exceptions"))
    raw["rules"][0][field] = value
    with pytest.raises(datafiles.DataFault):
        coordination.parse(raw)
