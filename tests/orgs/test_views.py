"""Agencies in the desk: what is seen, what is done, what a stranger is refused, and the import from a sheet."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Role
from gongkai.events.models import Event
from gongkai.orgs import actions, queries
from gongkai.orgs.models import Agency
from gongkai.orgs.views import agencies
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory


@pytest.fixture
def place(db, client):
    """A bureau with a station below, another bureau beside it, and the bureau's disclosure office signed in."""
    root = AgencyFactory(name="云州市人民政府", code="root")
    bureau = AgencyFactory(parent=root, name="市住建局", code="zjj")
    station = AgencyFactory(parent=bureau, name="质量站", code="zlz")
    other = AgencyFactory(parent=root, name="市财政局", code="czj")
    office = person_with(Role.DISCLOSURE_OFFICE, bureau, with_subtree=True)
    client.force_login(office)
    return {"root": root, "bureau": bureau, "station": station, "other": other, "office": office}


def _sheet(*rows: dict[str, str], fields: tuple[str, ...] = queries.SHEET_FIELDS) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.active.append([queries.column_name(field) for field in fields])
    for row in rows:
        book.active.append([row.get(field) for field in fields])
    data = io.BytesIO()
    book.save(data)
    return SimpleUploadedFile("agencies.xlsx", data.getvalue())


def _line(code: str, **cells: str) -> dict[str, str]:
    return {"code": code, "name": f"{code}站", "kind": "institution", "level": "city", "parent": "zjj"} | cells


def test_the_tree_shows_what_one_may_look_into_and_nothing_else(client, place):
    text = client.get(reverse("orgs:list")).content.decode()
    assert "市住建局" in text
    assert "质量站" in text
    assert "市财政局" not in text


def test_the_tree_finds_old_names(client, place):
    actions.rename(agency=place["station"], name="质量安全站", on=clock.TODAY, by="person:1", at=timezone.now())
    actions.rename(
        agency=place["station"], name="质量安全中心", on=clock.TODAY.replace(day=3), by="person:1", at=timezone.now()
    )
    text = client.get(reverse("orgs:list"), {"q": "质量安全站"}).content.decode()
    assert "质量安全中心" in text


def test_the_tree_takes_a_fixed_number_of_queries(client, place, django_assert_max_num_queries):
    for _ in range(20):
        AgencyFactory(parent=place["bureau"])
    with django_assert_max_num_queries(12):
        client.get(reverse("orgs:list"))


def test_an_agency_page_shows_history_and_contacts(client, place, django_assert_max_num_queries):
    actions.edit_contacts(agency=place["bureau"], contacts={"phone": "0990-8861 3300"}, by="person:1", at=clock.NOW)
    with django_assert_max_num_queries(26):
        text = client.get(reverse("orgs:agency", args=[place["bureau"].pk])).content.decode()
    assert "0990-8861 3300" in text
    assert place["station"].short_name in text


@pytest.mark.parametrize("name", sorted(agencies.ACTS))
def test_every_act_has_a_form_and_a_stranger_is_refused_it(client, place, name):
    assert client.get(reverse("orgs:act", args=[place["bureau"].pk, name])).status_code == 200
    assert client.get(reverse("orgs:act", args=[place["other"].pk, name])).status_code == 404
    assert client.post(reverse("orgs:act", args=[place["other"].pk, name]), {}).status_code == 404


def test_an_unknown_act_is_not_found(client, place):
    assert client.get(reverse("orgs:act", args=[place["bureau"].pk, "explode"])).status_code == 404


def test_a_reader_sees_and_changes_nothing(client, place):
    client.force_login(person_with(Role.OFFICER, place["bureau"]))
    assert client.get(reverse("orgs:agency", args=[place["bureau"].pk])).status_code == 200
    for url in (
        reverse("orgs:act", args=[place["bureau"].pk, "rename"]),
        reverse("orgs:order", args=[place["bureau"].pk]),
        reverse("orgs:sheet"),
        reverse("orgs:sheet-trial"),
        reverse("orgs:sheet-faulty"),
    ):
        assert client.get(url).status_code == 403
        assert client.post(url, {"name": "x", "on": "2026-03-01"}).status_code == 403


@pytest.mark.parametrize(
    "url", ["/desk/agencies/", "/desk/agencies/sheet/", "/desk/agencies/sheet/template/", "/desk/agencies/1/"]
)
@pytest.mark.django_db
def test_somebody_signed_out_is_sent_to_sign_in(client, url):
    assert client.get(url).url.startswith(reverse("account_login"))


def test_acts_are_done_and_told(client, place):
    day = {"on": "2026-03-02", "basis": "云编〔2026〕3号"}
    station = place["station"]
    client.post(reverse("orgs:act", args=[station.pk, "rename"]), {"name": "质安站", **day})
    client.post(
        reverse("orgs:act", args=[place["bureau"].pk, "found"]),
        {"name": "房管所", "code": "fgs", "kind": "institution", "level": "city", "position": 5, **day},
    )
    new = Agency.objects.get(code="fgs")
    client.post(reverse("orgs:act", args=[station.pk, "move"]), {"to": new.pk, **day})
    client.post(reverse("orgs:act", args=[station.pk, "contacts"]), {"phone": "1234", "checked": "on"})
    station.refresh_from_db()
    assert (station.name, station.parent, station.phone) == ("质安站", new, "1234")
    assert station.contacts_checked_on == timezone.localdate()
    kinds = set(Event.objects.filter(by=place["office"].reference).values_list("kind", flat=True))
    assert {"agency.renamed", "agency.founded", "agency.moved", "agency.contacts-edited"} <= kinds


def test_merge_and_split_from_their_forms(client, place):
    day = {"on": "2026-03-02"}
    url = reverse("orgs:act", args=[place["station"].pk, "split"])
    client.post(url, {"lines": "a 甲站\nb 乙站", "ends": "on", **day})
    a, b = Agency.objects.get(code="a"), Agency.objects.get(code="b")
    url = reverse("orgs:act", args=[a.pk, "merge"])
    assert client.post(url, {**day}).status_code == 200
    client.post(url, {"others": [b.pk], "new_name": "合站", "new_code": "hz", **day})
    a.refresh_from_db()
    assert queries.successors(a) == [Agency.objects.get(code="hz")]
    assert client.get(reverse("orgs:agency", args=[a.pk])).status_code == 200
    assert client.get(reverse("orgs:act", args=[a.pk, "rename"])).status_code == 403


def test_a_refusal_stands_beside_its_field_in_words(client, place):
    day = {"on": "2026-03-02"}
    answer = client.post(reverse("orgs:act", args=[place["bureau"].pk, "dissolve"]), day)
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    data = {"name": "x", "code": "czj", "kind": "office", "level": "city", "position": 1, **day}
    answer = client.post(reverse("orgs:act", args=[place["bureau"].pk, "found"]), data)
    assert "code" in answer.context["form"].errors
    data["credit_code"] = "91350100M000100Y44"
    answer = client.post(reverse("orgs:act", args=[place["bureau"].pk, "found"]), data | {"code": "neu"})
    assert "credit_code" in answer.context["form"].errors


def test_one_cannot_move_an_agency_out_of_reach(client, place):
    url = reverse("orgs:act", args=[place["station"].pk, "move"])
    answer = client.post(url, {"to": place["other"].pk, "on": "2026-03-02"})
    assert "to" in answer.context["form"].errors


def test_order_is_kept(client, place):
    second = AgencyFactory(parent=place["bureau"], name="房管所")
    url = reverse("orgs:order", args=[place["bureau"].pk])
    client.post(url, {f"place_{second.pk}": "1", f"place_{place['station'].pk}": "2"})
    assert list(place["bureau"].children.order_by("sort_path")) == [second, place["station"]]


def test_a_sheet_is_tried_then_imported(client, place):
    answer = client.post(reverse("orgs:sheet"), {"file": _sheet(_line("a"), _line("b", parent="a"))})
    assert answer.url == reverse("orgs:sheet-trial")
    assert not Agency.objects.filter(code="a").exists()
    trial = client.get(answer.url)
    assert (len(trial.context["report"].good), trial.context["report"].faults) == (2, ())
    assert client.post(answer.url, {"basis": "云编〔2026〕3号"}).url == reverse("orgs:list")
    assert Agency.objects.get(code="b").parent.parent == place["bureau"]
    assert client.get(answer.url).url == reverse("orgs:sheet")


def test_a_sheet_with_wrong_rows_tells_them_and_takes_the_good_ones_on_wish(client, place):
    rows = [_line("a"), _line("b", kind="局"), _line("c", parent="b"), _line("d", parent="czj"), _line("e", parent="")]
    client.post(reverse("orgs:sheet"), {"file": _sheet(*rows)})
    url = reverse("orgs:sheet-trial")
    report = client.get(url).context["report"]
    assert [fault.number for fault in report.faults] == [3, 5, 6]
    assert [row.number for row, _why in report.held] == [4]
    assert client.post(url).status_code == 200
    assert not Agency.objects.filter(code="a").exists()

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(reverse("orgs:sheet-faulty")).streaming_content)))
    assert sheet.active.max_row == 4

    client.post(url, {"only_good": "1"})
    assert Agency.objects.filter(code__in="abcde").count() == 1


def test_the_template_downloaded_and_filled_in_is_read_back(client, place):
    data = b"".join(client.get(reverse("orgs:sheet-template"), {"all": 1}).streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [[str(cell.value or "") for cell in row] for row in book.active.iter_rows()]
    found = queries.read_sheet(enumerate(rows, start=1))
    assert [row.code for row in found] == ["zjj", "zlz"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.xlsx", b""),
        ("text.xlsx", b"not a spreadsheet"),
        ("cut.xlsx", b"PK\x03\x04 cut off"),
        ("page.html", b"<html><script>1</script></html>"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_in_words(client, place, name, data):
    answer = client.post(reverse("orgs:sheet"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def _archive(entries: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return data.getvalue()


_BOOK = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


@pytest.mark.parametrize(
    "entries",
    [
        _BOOK | {"xl/vbaProject.bin": b"macro"},
        _BOOK | {"xl/worksheets/sheet1.xml": b" " * 40_000_000},
        _BOOK | {"xl/worksheets/sheet1.xml": b"<worksheet><broken"},
    ],
    ids=["macro", "bomb", "damaged"],
)
def test_a_dangerous_or_damaged_workbook_is_refused_in_words(client, place, entries):
    file = SimpleUploadedFile("agencies.xlsx", _archive(entries))
    answer = client.post(reverse("orgs:sheet"), {"file": file})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_a_sheet_without_heads_or_rows_is_refused(client, place):
    for file in (_sheet(_line("a"), fields=("code",)), _sheet()):
        answer = client.post(reverse("orgs:sheet"), {"file": file})
        assert answer.context["form"].errors["file"]


def test_a_trial_without_a_file_leads_back(client, place):
    assert client.get(reverse("orgs:sheet-trial")).url == reverse("orgs:sheet")
