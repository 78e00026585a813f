"""A superior's catalogue: read, mapped by likeness and by hand, made duties once, undone."""

import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.catalog import queries
from gongkai.catalog.actions import catalogues, refusals
from gongkai.catalog.models import CatalogueEntry, CatalogueImport, Obligation
from gongkai.documents import catalogue_sheets
from gongkai.events.models import Event
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.catalog import CatalogueEntryFactory, CatalogueImportFactory, ColumnFactory, ObligationFactory
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "person:1", "at": clock.NOW}
Outcome = CatalogueEntry.Outcome
HEAD = ("编码", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体")


@pytest.fixture
def county() -> Any:
    """A county with two bureaus, two townships and three columns."""
    root = AgencyFactory(name="望山县人民政府", short_name="县政府", kind="government")
    return {
        "root": root,
        "finance": AgencyFactory(name="望山县财政局", short_name="县财政局", parent=root),
        "jobs": AgencyFactory(name="望山县人力资源和社会保障局", short_name="县人社局", parent=root),
        "towns": [AgencyFactory(name=f"{name}镇人民政府", kind="township", parent=root) for name in "甲乙"],
        "budget": ColumnFactory(owner=root, name="财政预算决算", legal_item="20-7"),
        "work": ColumnFactory(owner=root, name="就业招聘"),
        "else": ColumnFactory(owner=root, name="环境监测"),
    }  # fmt: skip


def entry(number: int, title: str, **more: Any) -> catalogue_sheets.Entry:
    plain = {"place": f"第{number}行", "number": number, "title": title, "basis": "《条例》第二十条第（七）项"}
    return catalogue_sheets.Entry(**(plain | more))


def read(county: Any, *entries: catalogue_sheets.Entry) -> CatalogueImport:
    return catalogues.read_in(agency=county["root"], title="标准目录", source="目录.xlsx", entries=entries, **WHO)


def rows(batch: CatalogueImport) -> list[CatalogueEntry]:
    return queries.entries_of(batch)


def test_rows_are_kept_with_the_columns_and_agencies_they_seem_to_mean(county):
    batch = read(
        county,
        entry(1, "部门预算", responsible=("财政部门",)),
        entry(2, "招聘信息", basis="x", responsible=("人力资源和社会保障局", "各乡镇")),
        entry(3, "海域使用", basis="x", responsible=("海洋局",)),
        entry(4, "", fault="没有公开事项的名称"),
    )
    first, second, third, fourth = rows(batch)
    assert (first.column, list(first.agencies.all())) == (county["budget"], [county["finance"]])
    assert second.column == county["work"]
    assert set(second.agencies.all()) == {county["jobs"], *county["towns"]}
    assert (third.column, list(third.agencies.all())) == (None, [])
    assert "海洋局" in third.messages[0]
    assert (fourth.outcome, fourth.messages) == (Outcome.REFUSED, ["没有公开事项的名称"])
    assert Obligation.objects.count() == 0


def test_a_department_is_not_found_in_the_name_of_a_government(county):
    civil = AgencyFactory(name="望山县民政局", short_name="县民政局", parent=county["root"])
    responsible = queries.Responsible(type(civil).objects.within(county["root"]), on=clock.TODAY)
    assert responsible.named("民政部门") == [civil]
    assert responsible.named("县政府") == [county["root"]]
    assert responsible.named("局") == []


def test_mapped_rows_become_duties_once_and_each_agency_is_told(county):
    batch = read(
        county,
        entry(1, "部门预算", code="CZ-1", term_days=20, responsible=("县财政局", "各乡镇")),
        entry(2, "无主", basis="x"),
    )
    assert catalogues.take_over(batch=batch, **WHO) == 3
    duty = Obligation.objects.get(agency=county["finance"])
    assert (duty.code, duty.column, duty.term_days, duty.legal_item) == ("CZ-1", county["budget"], 20, "20-7")
    told = Event.objects.filter(kind="obligations.taken-over").values_list("about", flat=True)
    assert len(told) == 3
    assert [row.outcome for row in rows(batch)] == [Outcome.TAKEN, Outcome.WAITING]
    assert catalogues.take_over(batch=batch, **WHO) == 0
    again = read(county, entry(1, "部门预算", responsible=("县财政局",)))
    assert catalogues.take_over(batch=again, **WHO) == 0
    (row,) = rows(again)
    assert (row.outcome, row.messages) == (Outcome.SKIPPED, ["县财政局 已有这一事项。"])


def test_columns_and_agencies_are_changed_by_hand_within_ones_own_tree(county):
    batch = read(county, entry(1, "海域使用", basis="x", responsible=("海洋局",)))
    (row,) = rows(batch)
    changes = {"columns": {row.pk: county["else"]}, "agencies": {row.pk: [county["jobs"]]}}
    assert catalogues.map_entries(batch=batch, **changes, **WHO) == 1
    assert catalogues.map_entries(batch=batch, **changes, **WHO) == 0
    (row,) = rows(batch)
    assert (row.column, row.likeness) == (county["else"], None)
    with pytest.raises(refusals.Refused):
        catalogues.map_entries(batch=batch, columns={}, agencies={row.pk: [AgencyFactory()]}, **WHO)
    assert catalogues.take_over(batch=batch, **WHO) == 1


def test_an_undone_catalogue_takes_its_duties_along_but_for_those_with_items(county):
    batch = read(county, entry(1, "部门预算", responsible=("县财政局",)), entry(2, "决算", responsible=("县财政局",)))
    catalogues.take_over(batch=batch, **WHO)
    used = Obligation.objects.get(title="决算")
    published_item(agency=county["finance"], obligation=used, column=used.column)
    other = ObligationFactory(agency=county["finance"])
    assert catalogues.undo(batch=batch, **WHO) == (1, 1)
    used.refresh_from_db()
    assert used.ended_on == clock.TODAY
    assert set(Obligation.objects.all()) == {used, other}
    with pytest.raises(refusals.Refused):
        catalogues.undo(batch=batch, **WHO)
    with pytest.raises(refusals.Refused):
        catalogues.take_over(batch=batch, **WHO)


def test_long_words_are_cut_and_told(county):
    (row,) = rows(read(county, entry(1, "预算" * 100, responsible=("县财政局",))))
    assert len(row.title) == 120 and row.messages


@pytest.mark.parametrize("entries", [(), tuple(entry(n, "预算") for n in range(1, 3002))])
def test_no_rows_or_too_many_are_refused(county, entries):
    with pytest.raises(refusals.Refused):
        read(county, *entries)


def workbook(*lines: tuple[str, ...]) -> io.BytesIO:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "目录.xlsx"
    return file


@pytest.fixture
def signed_in(client: Any, county: Any) -> Any:
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, county["root"], with_subtree=True))
    return client


def sheet_of(client: Any, url: str) -> bytes:
    """The first bytes of a downloaded sheet."""
    return b"".join(client.get(url).streaming_content)[:2]


def handed_in(client: Any, county: Any, *lines: tuple[str, ...]) -> Any:
    data = {"title": "标准目录", "agency": county["root"].pk, "file": workbook(HEAD, *lines)}
    return client.post(reverse("catalog:catalogues"), data)


def test_the_wizard_reads_maps_takes_over_and_undoes(signed_in, county, django_assert_max_num_queries):
    lines = [
        ("A1", "财政", "部门预算", "", "第二十条", "20个工作日", "县财政局"),
        ("A2", "海洋", "海域使用", "", "x", "", "海洋局"),
    ]
    answer = handed_in(signed_in, county, *lines)
    batch = CatalogueImport.objects.get()
    url = reverse("catalog:catalogue", args=[batch.pk])
    assert answer["Location"] == url
    with django_assert_max_num_queries(12):
        text = signed_in.get(url).content.decode()
    assert "财政预算决算" in text and "海洋局" in text
    sea = batch.entries.get(title="海域使用")
    wrong = signed_in.post(url, {f"column-{sea.pk}": "没有这一栏", "take": "1"})
    assert wrong.status_code == 422 and "没有这一栏" in wrong.content.decode()
    signed_in.post(
        url, {f"column-{sea.pk}": county["else"].slug, f"agencies-{sea.pk}": "县人社局、各乡镇", "take": "1"}
    )
    assert Obligation.objects.filter(entry__batch=batch).count() == 4
    assert sheet_of(signed_in, reverse("catalog:catalogue-rows", args=[batch.pk])) == b"PK"
    signed_in.post(reverse("catalog:catalogue-undo", args=[batch.pk]))
    assert not Obligation.objects.filter(entry__batch=batch).exists()
    assert signed_in.get(reverse("catalog:catalogues")).status_code == 200
    assert sheet_of(signed_in, reverse("catalog:catalogue-template")) == b"PK"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_catalogue_is_told_in_words(signed_in, county, content):
    file = io.BytesIO(content)
    file.name = "目录.xlsx"
    data = {"title": "标准目录", "agency": county["root"].pk, "file": file}
    answer = signed_in.post(reverse("catalog:catalogues"), data)
    assert answer.status_code == 422 and answer.context["form"].errors["file"]
    no_heads = data | {"file": workbook(("甲", "乙"), ("1", "2"))}
    assert signed_in.post(reverse("catalog:catalogues"), no_heads).context["form"].errors["file"]
    assert not CatalogueImport.objects.exists()


def test_a_stranger_neither_sees_nor_maps_it(client, county):
    batch = CatalogueImportFactory(agency=county["root"])
    row = CatalogueEntryFactory(batch=batch)
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, AgencyFactory(), with_subtree=True))
    url = reverse("catalog:catalogue", args=[batch.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {f"column-{row.pk}": county["else"].slug}).status_code == 404
    data = {"title": "x", "agency": county["root"].pk, "file": workbook(HEAD, ("A", "b", "c", "", "d", "", ""))}
    assert "agency" in client.post(reverse("catalog:catalogues"), data).context["form"].errors
