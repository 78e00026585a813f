"""Prints: public items on numbered papers that never change; confirmed once, and then they count in their channel."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from gongkai.accounts.models import Person, Role
from gongkai.activities.actions import papers as acts
from gongkai.activities.actions import refusals
from gongkai.activities.models.papers import Paper, PaperLine, ReadingPoint
from gongkai.activities.models.records import Activity
from gongkai.activities.queries import channels, papers
from gongkai.disclosures.actions import files
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.activities import PaperFactory, PaperLineFactory, ReadingPointFactory
from tests.factories.catalog import ColumnFactory
from tests.factories.disclosures import draft_item, published_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
PRINTS = "/desk/activities/prints/"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def officer(client: Client) -> Person:
    """An information officer, signed in."""
    person = person_with(Role.OFFICER, AgencyFactory())
    client.force_login(person)
    return person


def made(officer: Person, kind: str = "handover", **fields: Any) -> Paper:
    agency = officer.home
    assert agency is not None
    point = ReadingPointFactory(agency=agency) if kind == "handover" else None
    plain: dict[str, Any] = {"items": [published_item(agency=agency)], "point": point, "title": ""}
    return acts.make(agency=agency, kind=kind, by=officer, at=clock.NOW, **(plain | fields))


def test_prints_are_numbered_by_kind_and_year(officer: Person) -> None:
    assert [made(officer).reference_no for _twice in range(2)] == ["移送〔2026〕1号", "移送〔2026〕2号"]
    assert made(officer, "board").reference_no == "公示〔2026〕1号"
    row = made(officer, "leaflet", title="便民折页")
    assert (row.title, row.reference_no, row.lines.count()) == ("便民折页", "折页〔2026〕1号", 1)
    assert files.read_file(row.word).startswith(b"PK")


def test_only_public_items_are_printed_and_lists_have_a_receiver(officer: Person) -> None:
    with pytest.raises(acts.NothingChosen):
        made(officer, items=[draft_item(agency=officer.home)])
    for point in (None, ReadingPointFactory(), ReadingPointFactory(agency=officer.home, closed_on=clock.TODAY)):
        with pytest.raises(acts.NoReceiver):
            made(officer, point=point)


def test_what_was_confirmed_counts_once_in_its_channel(officer: Person) -> None:
    item = published_item(agency=officer.home)
    first, second = made(officer, items=[item]), made(officer, items=[item])
    with pytest.raises(refusals.ReasonMissing):
        acts.confirm(paper=first, on=clock.TODAY, name=" ", by=officer, at=clock.NOW)
    with pytest.raises(refusals.Faulty):
        acts.confirm(paper=first, on=datetime.date(2027, 1, 1), name="李馆员", by=officer, at=clock.NOW)
    for row in (first, second):
        acts.confirm(paper=row, on=clock.TODAY, name="李馆员", by=officer, at=clock.NOW)
    record = Activity.objects.get()
    assert (record.channel, record.item, record.has_proof) == ("reading-point", item, True)
    assert [each.label for each in channels.places([item.pk])[item.pk]] == ["信息查阅点"]
    with pytest.raises(acts.ConfirmedAlready):
        acts.confirm(paper=first, on=clock.TODAY, name="别人", by=officer, at=clock.NOW)
    assert first.point is not None
    assert papers.years_of(first.point) == [(2026, 1, 1)]


def test_boards_and_leaflets_count_in_theirs(officer: Person) -> None:
    for kind in ("board", "leaflet"):
        acts.confirm(paper=made(officer, kind), on=clock.TODAY, name="张三", by=officer, at=clock.NOW)
    assert set(Activity.objects.values_list("channel", flat=True)) == {"board", "print"}


def test_the_database_keeps_prints_as_they_were() -> None:
    line = PaperLineFactory()
    paper = line.paper
    acts.confirm(paper=paper, on=clock.TODAY, name="李馆员", by=paper.by, at=clock.NOW)
    draft = draft_item(agency=paper.agency)
    wrong: list[Any] = [
        lambda: Paper.objects.update(title="别的"),
        lambda: Paper.objects.update(confirmed_name="别人"),
        lambda: Paper.objects.update(confirmed_name=None, confirmed_on=None),
        lambda: PaperLine.objects.update(copies=9),
        lambda: PaperLine.objects.all().delete(),
        lambda: Paper.objects.all().delete(),
        lambda: ReadingPointFactory() and ReadingPoint.objects.all().delete(),
        lambda: PaperLineFactory(paper=paper, item=draft, revision=draft.revision),
    ]
    for attempt in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_without_a_printer_the_reason_is_kept(officer: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    row = acts.make_pdf(paper=made(officer), at=clock.NOW)
    assert row.pdf is None and "LibreOffice" in row.pdf_error


def test_items_are_found_ticked_printed_and_confirmed(
    client: Client, officer: Person, django_assert_max_num_queries: Any
) -> None:
    column = ColumnFactory(owner=officer.home)
    one = published_item(agency=officer.home, column=column, title="供热通知")
    published_item(agency=officer.home, title="改造通知")
    hidden = published_item(title="别处的通知")
    find = f"{PRINTS}new/?agency={officer.home_id}&words=供热&column={column.pk}"
    client.get(PRINTS)  # so that the session is there
    with django_assert_max_num_queries(12):
        shown = client.get(find).content.decode()
    assert "供热通知" in shown and "改造通知" not in shown
    point = ReadingPointFactory(agency=officer.home)
    data = {"kind": "handover", "point": point.pk, "item": [one.pk, hidden.pk], f"copies-{one.pk}": "3"}
    assert client.post(find, {"kind": "handover", "item": [one.pk]}).status_code == 422
    assert client.post(find, {"kind": "board", "item": [hidden.pk]}).status_code == 422
    answer = client.post(find, data)
    row = Paper.objects.get()
    assert answer["Location"] == f"{PRINTS}{row.pk}/"
    assert list(row.lines.values_list("item", "copies")) == [(one.pk, 3)]
    with django_assert_max_num_queries(12):
        assert "供热通知" in client.get(f"{PRINTS}{row.pk}/").content.decode()
    assert b"".join(client.get(f"{PRINTS}{row.pk}/docx/").streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert client.get(f"{PRINTS}{row.pk}/pdf/").status_code == 404
    confirm = f"{PRINTS}{row.pk}/confirm/"
    assert client.post(confirm, {"on": timezone.localdate(), "name": ""}).status_code == 422
    signed = SimpleUploadedFile("回执.pdf", PDF, "application/pdf")
    assert client.post(confirm, {"on": timezone.localdate(), "name": "李馆员", "proof": signed}).status_code == 302
    assert b"".join(client.get(f"{PRINTS}{row.pk}/proof/").streaming_content) == PDF  # type: ignore[attr-defined]
    assert "李馆员" in client.get(PRINTS).content.decode()
    with django_assert_max_num_queries(12):
        assert point.name in client.get(f"{PRINTS}points/").content.decode()


def test_all_that_were_found_are_printed(client: Client, officer: Person) -> None:
    for _twice in range(2):
        published_item(agency=officer.home)
    client.post(f"{PRINTS}new/?agency={officer.home_id}", {"kind": "board", "all": "1"})
    assert Paper.objects.get().lines.count() == 2


def test_reading_points_are_entered_and_closed(client: Client, officer: Person) -> None:
    data = {"agency": officer.home_id, "name": "云州市图书馆", "kind": "library", "address": "人民路1号"}
    for _twice in range(2):
        client.post(f"{PRINTS}points/", data)
    point = ReadingPoint.objects.get()
    client.post(f"{PRINTS}points/{point.pk}/close/")
    assert ReadingPoint.objects.get().closed_on == timezone.localdate()
    client.force_login(person_with(Role.REVIEWER, officer.home))
    assert client.get(f"{PRINTS}new/").status_code == 403
    assert client.post(f"{PRINTS}{PaperFactory(agency=officer.home).pk}/confirm/").status_code == 403
