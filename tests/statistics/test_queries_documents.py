"""Documents over their life: made, ended, in force, whatever comes in which order."""

import datetime
from typing import Any

import pytest

from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency
from gongkai.statistics.queries import counting, indicators, spans
from gongkai.statistics.queries.spans import Scope
from tests.factories.catalog import ColumnFactory, ObligationFactory
from tests.factories.disclosures import EndingFactory, draft_item, published_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
NAMES = ("issued", "repealed", "in_force")


def day(text: str) -> datetime.date:
    """A day."""
    return datetime.date.fromisoformat(text)


def document(agency: Agency, formed: str, *, published: str = "", **fields: Any) -> Item:
    """A normative document formed on a day and published then or later."""
    at = datetime.datetime.combine(day(published or formed), datetime.time(4), tzinfo=datetime.UTC)
    plain = {"doc_no": "云政规〔2024〕1号", "legal_item": "20-1", "formed_on": day(formed)}
    return published_item(agency=agency, at=at, index_no=f"乙/{Item.objects.count()}", **(plain | fields))


def life(agency: Agency, *years: int, name: str = "normative_documents") -> list[tuple[object, ...]]:
    """Made, ended, in force in each year."""
    wanted = [indicators.indicator(f"{name}.{column}") for column in NAMES]
    found = [counting.count(Scope(agency, spans.year(year)), wanted) for year in years]
    return [tuple(each[f"{name}.{column}"] for column in NAMES) for each in found]


def test_a_document_is_made_stands_and_is_repealed() -> None:
    agency = AgencyFactory()
    item = document(agency, "2022-05-01")
    EndingFactory(item=item, kind="repeal", on=day("2024-12-31"))
    assert life(agency, 2021, 2022, 2023, 2024, 2025) == [(0, 0, 0), (1, 0, 1), (0, 0, 1), (0, 1, 0), (0, 0, 0)]


def test_repealed_in_the_year_it_was_made() -> None:
    agency = AgencyFactory()
    EndingFactory(item=document(agency, "2024-02-01"), kind="void", on=day("2024-03-01"))
    assert life(agency, 2024, 2025) == [(1, 1, 0), (0, 0, 0)]


def test_restored_within_the_year_it_never_ended() -> None:
    agency = AgencyFactory()
    item = document(agency, "2022-02-01")
    EndingFactory(item=item, kind="repeal", on=day("2024-03-01"))
    EndingFactory(item=item, kind="restore", on=day("2024-04-01"))
    assert life(agency, 2024) == [(0, 0, 1)]


def test_amended_documents_stay_in_force() -> None:
    agency = AgencyFactory()
    EndingFactory(item=document(agency, "2022-02-01"), kind="amend", on=day("2024-03-01"))
    assert life(agency, 2024) == [(0, 0, 1)]


def test_a_document_expires_by_its_own_term_even_if_nobody_noted_it() -> None:
    agency = AgencyFactory()
    document(agency, "2022-02-01", expires_on=day("2024-06-30"))
    last = document(agency, "2022-02-01", expires_on=day("2024-12-31"))
    EndingFactory(item=last, kind="expire", on=day("2025-01-01"))
    assert life(agency, 2023, 2024, 2025) == [(0, 0, 2), (0, 1, 1), (0, 1, 0)]


def test_an_expired_document_that_was_prolonged_is_in_force() -> None:
    agency = AgencyFactory()
    item = document(agency, "2022-02-01", expires_on=day("2024-06-30"))
    EndingFactory(item=item, kind="expire", on=day("2024-07-01"))
    EndingFactory(item=item, kind="restore", on=day("2024-08-01"))
    assert life(agency, 2024) == [(0, 0, 1)]


def test_what_is_not_yet_in_force_is_made_and_does_not_stand() -> None:
    agency = AgencyFactory()
    document(agency, "2024-12-20", effective_on=day("2025-02-01"))
    assert life(agency, 2024, 2025) == [(1, 0, 0), (0, 0, 1)]


def test_a_document_counts_in_the_year_it_was_formed_and_is_disclosed_in_the_year_it_was_published() -> None:
    agency = AgencyFactory()
    document(agency, "2023-12-20", published="2024-01-05")
    assert [each[0] for each in life(agency, 2023, 2024)] == [1, 0]
    wanted = [indicators.indicator("normative_documents.disclosed")]
    assert [counting.count(Scope(agency, spans.year(y)), wanted)[wanted[0].id] for y in (2023, 2024)] == [0, 1]


def test_orders_and_the_duty_to_publish_regulations_make_a_regulation() -> None:
    agency = AgencyFactory()
    column = ColumnFactory(owner=agency, legal_item="20-1")
    duty = ObligationFactory(agency=agency, column=column, code="A20-1-1", legal_item="20-1")
    document(agency, "2024-02-01", doc_no="云州市人民政府令第3号")
    document(agency, "2024-02-01", legal_item="", obligation=duty, column=column)
    document(agency, "2024-02-01", legal_item="", column=column)
    assert life(agency, 2024, name="regulations") == [(2, 0, 2)]
    assert life(agency, 2024) == [(1, 0, 1)]


@pytest.mark.parametrize("fields", [{"doc_no": ""}, {"legal_item": "20-7"}])
def test_other_items_are_no_documents(fields: dict[str, Any]) -> None:
    agency = AgencyFactory()
    document(agency, "2024-02-01", **fields)
    assert life(agency, 2024) == [(0, 0, 0)]


def test_a_cleared_document_that_is_not_public_was_made_all_the_same() -> None:
    agency = AgencyFactory()
    fields = {"doc_no": "云政规〔2024〕9号", "legal_item": "20-1", "formed_on": day("2024-05-01")}
    draft_item(agency=agency, state="cleared", **fields)
    draft_item(agency=agency, state="draft", **fields)
    assert life(agency, 2024) == [(1, 0, 1)]


def test_a_withdrawn_document_no_longer_counts() -> None:
    agency = AgencyFactory()
    item = document(agency, "2024-02-01")
    item.state, item.public_revision = Item.State.WITHDRAWN, None
    item.save()
    EndingFactory(item=item, kind="withdraw", on=day("2025-03-01"))
    assert life(agency, 2024, 2025) == [(1, 0, 1), (0, 0, 0)]
