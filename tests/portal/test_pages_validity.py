"""Whether a document held on a day: its periods from its own dates and what was decided since."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from gongkai.portal.pages import validity


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def periods(*, published="2026-01-05", effective="", expires="", state="in-force", decided=()):
    """The periods of a document with these days; `decided` are pairs of a kind and a day."""
    item = SimpleNamespace(
        validity=state,
        first_published_at=timezone.make_aware(datetime.datetime.combine(day(published), datetime.time(9))),
    )
    revision = SimpleNamespace(effective_on=day(effective), formed_on=None, expires_on=day(expires))
    standings = [SimpleNamespace(ending=SimpleNamespace(kind=kind, on=day(on))) for kind, on in decided]
    each = SimpleNamespace(item=item, revision=revision, standings=standings)
    return [(period.since, period.until, period.tag.shape) for period in validity.periods(each)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [("2026-01-05", "", "ok")]),
        ({"effective": "2026-02-01"}, [("2026-01-05", "2026-01-31", "wait"), ("2026-02-01", "", "ok")]),
        ({"effective": "2025-12-01"}, [("2025-12-01", "", "ok")]),
        ({"expires": "2026-12-31"}, [("2026-01-05", "2026-12-31", "ok"), ("2027-01-01", "", "off")]),
        (
            {"decided": [("repeal", "2026-06-01")], "expires": "2026-12-31"},
            [("2026-01-05", "2026-05-31", "ok"), ("2026-06-01", "", "off")],
        ),
        (
            {"decided": [("amend", "2026-03-01"), ("repeal", "2026-06-01")]},
            [("2026-01-05", "2026-02-28", "ok"), ("2026-03-01", "2026-05-31", "warn"), ("2026-06-01", "", "off")],
        ),
        # Both on one day: the later word counts.
        ({"decided": [("amend", "2026-03-01"), ("void", "2026-03-01")]}, [
            ("2026-01-05", "2026-02-28", "ok"), ("2026-03-01", "", "off"),
        ]),
        # Expired by its own term, noted a day late: one end, not two.
        ({"expires": "2026-02-28", "decided": [("expire", "2026-03-01")]}, [
            ("2026-01-05", "2026-02-28", "ok"), ("2026-03-01", "", "off"),
        ]),
        ({"decided": [("withdraw", "2026-03-01")]}, [("2026-01-05", "", "ok")]),
        ({"state": ""}, []),
    ],
)  # fmt: skip
def test_the_periods_of_a_document(given, expected):
    assert periods(**given) == expected
