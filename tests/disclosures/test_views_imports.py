"""The import wizard: handing in, progress, the report, mending rows, undo."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.core import background
from gongkai.disclosures import tasks
from gongkai.disclosures.models import ImportBatch, Item
from tests.disclosures import journey
from tests.disclosures.test_views_items import signed_in
from tests.factories.accounts import person_with
from tests.factories.disclosures import ImportBatchFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
IMPORTS = "/desk/items/imports/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (("标题", "文号", "生成日期", "正文"), *rows):
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("目录.xlsx", file.getvalue())


def hand_in(office: journey.Office, *uploads: SimpleUploadedFile) -> ImportBatch:
    answer = signed_in(office.officer).post(IMPORTS, {"agency": office.agency.pk, "files": list(uploads)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.get()


def run() -> None:
    background.run_due_tasks("test")


def report(office: journey.Office, batch: ImportBatch) -> str:
    return signed_in(office.officer).get(reverse("disclosures:import", args=[batch.pk])).content.decode()


def test_files_are_put_down_and_read_by_a_worker(office: journey.Office) -> None:
    batch = hand_in(office, SimpleUploadedFile("公告.txt", "关于停水的公告\n各位市民：明日停水。".encode()))
    assert "The files are being read" in report(office, batch)
    assert [path.name for path in tasks.incoming(batch.pk).iterdir()] == ["公告.txt"]
    run()
    assert "1 ＋ 0 ＋ 0 ＝ 1" in report(office, batch)
    assert Item.objects.get().agency == office.agency


def test_files_of_the_same_name_do_not_replace_each_other(office: journey.Office) -> None:
    one, two = (SimpleUploadedFile("../公告.txt", f"公告{n}\n第{n}份正文。".encode()) for n in (1, 2))
    batch = hand_in(office, one, two)
    assert len(list(tasks.incoming(batch.pk).iterdir())) == 2


@pytest.mark.parametrize(("count", "words"), [(0, "Choose at least one file."), (301, "At most 300 files")])
def test_too_few_or_too_many_files_are_refused(office: journey.Office, count: int, words: str) -> None:
    uploads = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(count)]
    answer = signed_in(office.officer).post(IMPORTS, {"agency": office.agency.pk, "files": uploads})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_foreign_agency_cannot_be_imported_into(office: journey.Office) -> None:
    data = {"agency": AgencyFactory().pk, "files": [SimpleUploadedFile("a.txt", b"x")]}
    assert signed_in(office.officer).post(IMPORTS, data).status_code == 422
    assert not ImportBatch.objects.exists()


def test_imports_of_others_are_not_there(office: journey.Office) -> None:
    batch = ImportBatchFactory()
    for name in ("import", "import-refused"):
        assert signed_in(office.officer).get(reverse(f"disclosures:{name}", args=[batch.pk])).status_code == 404
    for name in ("import-mend", "import-undo"):
        assert signed_in(office.officer).post(reverse(f"disclosures:{name}", args=[batch.pk])).status_code == 404
    assert signed_in(person_with(Role.REVIEWER, office.agency)).get(IMPORTS).status_code == 403


def test_bad_files_are_refused_one_by_one_with_their_reason(office: journey.Office) -> None:
    empty, fake = SimpleUploadedFile("空.txt", b""), SimpleUploadedFile("假.pdf", b"no pdf")
    batch = hand_in(office, empty, fake, SimpleUploadedFile("好.txt", "关于停气的公告\n各位市民：明日停气。".encode()))
    run()
    text = report(office, batch)
    assert "1 ＋ 0 ＋ 2 ＝ 3" in text
    assert "空文件" in text and "假.pdf" in text


def test_a_refused_row_is_mended_in_its_box_and_the_rest_stays(office: journey.Office) -> None:
    batch = hand_in(
        office,
        sheet(("好的", "", "2026-03-01", "正文"), ("", "", "2026-03-02", "正文"), ("坏日子", "", "2026-13-02", "正文")),
    )
    run()
    names = dict(re.findall(r'name="(row-\d+-\w+)" value="([^"]*)"', report(office, batch)))
    titles = [name for name, value in names.items() if name.endswith("-title") and not value]
    address = reverse("disclosures:import-mend", args=[batch.pk])
    text = signed_in(office.officer).post(address, names | {titles[0]: "补上的标题"}, follow=True).content.decode()
    batch.refresh_from_db()
    assert (batch.imported_count, batch.refused_count) == (2, 1)
    assert "1 row was taken in." in text and "补上的标题" in text
    assert Item.objects.count() == 2


def test_a_value_mended_wrongly_stays_in_its_box_with_the_reason(office: journey.Office) -> None:
    batch = hand_in(office, sheet(("坏日子", "", "2026-13-02", "正文")))
    run()
    names = dict(re.findall(r'name="(row-\d+-\w+)" value="([^"]*)"', report(office, batch)))
    day = next(name for name, value in names.items() if value == "2026-13-02")
    address = reverse("disclosures:import-mend", args=[batch.pk])
    answer = signed_in(office.officer).post(address, names | {day: "2026-02-30"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2026-02-30"' in text and 'class="err"' in text
    assert not Item.objects.exists()


def test_mending_nothing_says_so(office: journey.Office) -> None:
    batch = hand_in(office, sheet(("", "", "2026-03-02", "正文")))
    run()
    address = reverse("disclosures:import-mend", args=[batch.pk])
    assert "No value was changed." in signed_in(office.officer).post(address, {}, follow=True).content.decode()


def test_a_large_sheet_with_wrong_rows_adds_up(office: journey.Office) -> None:
    rows = [(f"第{n}号公告" if n % 27 else "", "", "2026-03-01", f"第{n}号正文") for n in range(1, 1_001)]
    batch = hand_in(office, sheet(*rows))
    run()
    text = report(office, batch)
    assert "963 ＋ 0 ＋ 37 ＝ 1000" in text
    assert text.count('class="broken') >= 37


def test_undo_discards_the_drafts_and_says_what_stays(office: journey.Office) -> None:
    batch = hand_in(office, sheet(("一", "", "", "正文一"), ("二", "", "", "正文二")))
    run()
    address = reverse("disclosures:import-undo", args=[batch.pk])
    text = signed_in(office.officer).post(address, follow=True).content.decode()
    assert "2 drafts were discarded." in text and "This import was undone" in text
    assert set(Item.objects.values_list("state", flat=True)) == {Item.State.DISCARDED}
    again = signed_in(office.officer).post(address, follow=True).content.decode()
    assert "reload the page" in again


def test_refused_rows_can_be_taken_away_as_a_sheet(office: journey.Office) -> None:
    batch = hand_in(office, sheet(("", "", "2026-03-02", "正文")))
    run()
    answer: Any = signed_in(office.officer).get(reverse("disclosures:import-refused", args=[batch.pk]))
    values = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)  # type: ignore[union-attr]
    assert len(values) == 2 and "标题" in str(values[1][3])
