"""The twenty working days and the freshness of columns."""

import datetime

import pytest

from gongkai.rules import calendars, terms

CALENDAR = calendars.Calendar.load()

DUE = [
    ("2008-05-01", "2008-05-29", "第十八条"),
    ("2019-05-14", "2019-06-12", "第十八条"),
    ("2019-05-15", "2019-06-13", "第二十六条"),
    ("2025-01-02", "2025-02-06", "第二十六条"),
    ("2026-09-30", "2026-11-03", "第二十六条"),
]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(("formed_on", "due_on", "article"), DUE)
def test_information_is_due_after_twenty_working_days(formed_on: str, due_on: str, article: str) -> None:
    due = terms.publication_due(day(formed_on), CALENDAR)
    assert due.due_on == day(due_on)
    assert article in due.article
    assert due.working_days == 20
    assert not due.provisional


INTERPRETED = [
    ("2026-03-02", "2026-03-05"),
    ("2026-03-05", "2026-03-10"),
    # Over the holiday in October, with the make-up day of 10 October.
    ("2026-09-30", "2026-10-10"),
    ("2016-11-10", "2016-11-15"),
]


@pytest.mark.parametrize(("published_on", "due_on"), INTERPRETED)
def test_a_document_is_explained_within_three_working_days(published_on: str, due_on: str) -> None:
    due = terms.interpretation_due(day(published_on), CALENDAR)
    assert due.due_on == day(due_on)
    assert "80号" in due.article


def test_documents_of_before_the_rule_need_no_explanation_in_time() -> None:
    assert terms.interpretation_due(day("2016-11-09"), CALENDAR).due_on is None


def test_information_of_before_the_regulation_has_no_term() -> None:
    due = terms.publication_due(day("2008-04-30"), CALENDAR)
    assert due.due_on is None
    assert "施行前" in due.article
    assert terms.publication_due(day("1998-01-01"), CALENDAR).due_on is None


def test_a_term_reaching_an_unannounced_year_is_provisional() -> None:
    assert terms.publication_due(day("2026-12-10"), CALENDAR).provisional
    assert not terms.publication_due(day("2026-11-10"), CALENDAR).provisional


@pytest.mark.parametrize(
    ("kind", "updated_on", "on", "stale"),
    [
        ("news", "2026-01-01", "2026-01-15", False),
        ("news", "2026-01-01", "2026-01-16", True),
        ("notice", "2026-01-31", "2026-07-31", False),
        ("notice", "2026-01-31", "2026-08-01", True),
        ("policy", "2025-08-31", "2026-02-28", False),
        ("policy", "2025-08-31", "2026-03-01", True),
        ("static", "2010-01-01", "2026-01-01", False),
        ("news", "2010-01-01", "2011-01-01", False),
    ],
)
def test_a_column_is_stale_after_its_limit(kind: str, updated_on: str, on: str, stale: bool) -> None:
    assert terms.is_stale(kind, day(updated_on), day(on)) is stale


def test_every_limit_names_its_source() -> None:
    limit = terms.freshness_limit("news", day("2026-01-01"))
    assert limit is not None
    assert "〔2019〕19号" in limit.source
