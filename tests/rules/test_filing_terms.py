"""Terms of annual reports under both Regulations, and the days of reminding."""

import datetime

import pytest

from gongkai.rules import datafiles, filing_terms

DAY = datetime.date


@pytest.mark.parametrize(
    ("year", "kind", "level", "due_on", "article", "is_law"),
    [
        (2025, "department", "city", DAY(2026, 1, 31), "2019）第四十九条第一款", True),
        (2025, "government", "county", DAY(2026, 3, 31), "2019）第四十九条第二款", True),
        (2019, "department", "county", DAY(2020, 1, 31), "2019）第四十九条第一款", True),
        (2018, "department", "city", DAY(2019, 3, 31), "2007）第三十一条", True),
        (2012, "government", "city", DAY(2013, 3, 31), "2007）第三十一条", True),
        (2025, "township", "township", DAY(2026, 1, 31), "2019）第四十九条第一款", False),
        (2025, "government", "township", DAY(2026, 1, 31), "2019）第四十九条第一款", False),
        (2025, "institution", "township", DAY(2026, 1, 31), "2019）第四十九条第一款", False),
    ],
)
def test_the_term_follows_year_kind_and_level(
    year: int, kind: str, level: str, due_on: datetime.date, article: str, is_law: bool
) -> None:
    found = filing_terms.term(year=year, kind=kind, level=level)
    assert found is not None
    assert (found.due_on, found.is_law) == (due_on, is_law)
    assert article in found.basis


def test_there_is_no_term_before_the_first_regulation() -> None:
    assert filing_terms.term(year=2007, kind="department", level="city") is None


@pytest.mark.parametrize(
    ("on", "step"),
    [
        (DAY(2026, 1, 10), ""),
        (DAY(2026, 1, 11), "before-20"),
        (DAY(2026, 1, 23), "before-20"),
        (DAY(2026, 1, 24), "before-7"),
        (DAY(2026, 1, 30), "before-1"),
        (DAY(2026, 1, 31), "before-1"),
        (DAY(2026, 2, 1), "after-1"),
        (DAY(2026, 2, 9), "after-1"),
        (DAY(2026, 2, 10), "after-10"),
        (DAY(2027, 5, 1), "after-30"),
    ],
)
def test_the_newest_step_whose_day_has_come_stands(on: datetime.date, step: str) -> None:
    found = filing_terms.step_on(DAY(2026, 1, 31), on)
    assert (found.id if found else "") == step


@pytest.mark.parametrize(
    "reminders",
    [
        [{"id": "a", "days": 1, "audience": ["officer"]}, {"id": "b", "days": -1, "audience": ["officer"]}],
        [{"id": "a", "days": 1, "audience": ["officer"]}, {"id": "a", "days": 2, "audience": ["officer"]}],
        [{"id": "a", "days": 1, "audience": ["mayor"]}],
        [{"id": "a", "days": 1, "audience": []}],
        [{"id": "a", "days": "1", "audience": ["officer"]}],
    ],
)
def test_faulty_steps_are_refused(reminders: list[dict[str, object]]) -> None:
    with pytest.raises(datafiles.DataFault):
        filing_terms.parse({"bodies": [], "reminders": reminders})


def test_a_body_of_an_unknown_regime_is_refused() -> None:
    with pytest.raises(datafiles.DataFault):
        filing_terms.parse({"bodies": [{"kinds": [], "levels": [], "who": "mayor", "is_law": True}], "reminders": []})
