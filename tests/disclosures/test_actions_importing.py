"""Imports: every file is a draft or a reasoned refusal, nothing twice, all of it undoable."""

import io
import pathlib
from collections.abc import Sequence

import openpyxl
import pytest

from gongkai.disclosures.actions import importing, intake, refusals, reviewing
from gongkai.disclosures.models import ImportBatch, ImportRow, Item
from tests.disclosures import journey
from tests.disclosures.journey import NOW

pytestmark = pytest.mark.django_db

PAGE = """当前位置:首页 > 信息公开 > 通知公告
索 引 号:YZ0010014/2026-00317 主题分类:
发布机构:云州市教育局 成文日期:2026年3月2日
名    称:云州市教育局关于做好春季学校午餐管理的通知
文    号:云教发[2026]12号 有效性:有效

云州市教育局关于做好春季学校午餐管理的通知

各区县教育局：
为做好春季学校午餐管理，现将有关事项通知如下。

云州市教育局
2026年3月2日
"""


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "待导入"
    path.mkdir()
    return path


def take_in(office: journey.Office, *paths: pathlib.Path) -> ImportBatch:
    batch = importing.start(agency=office.agency, source="待导入", by=office.officer, at=NOW)
    return importing.take_in(
        batch=batch, sources=importing.folder_sources(paths), by=office.officer, at=NOW, column=office.column
    )


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("信息")
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_page_becomes_a_draft_with_its_header(office: journey.Office, folder: pathlib.Path) -> None:
    (folder / "通知.txt").write_text(PAGE)

    batch = take_in(office, folder)

    assert (batch.read_count, batch.imported_count) == (1, 1)
    (item,) = Item.objects.select_related("revision").all()
    assert item.revision is not None
    assert item.revision.title == "云州市教育局关于做好春季学校午餐管理的通知"
    assert item.revision.doc_no == "云教发〔2026〕12号"
    assert item.revision.source_index_no == "YZ0010014/2026-00317"
    assert str(item.revision.formed_on) == "2026-03-02"
    assert "现将有关事项通知如下" in item.revision.body
    assert "索 引 号" not in item.revision.body


def test_a_repaired_document_number_is_told(office: journey.Office, folder: pathlib.Path) -> None:
    (folder / "通知.txt").write_text(PAGE)

    (row,) = take_in(office, folder).rows.all()

    assert any("云教发[2026]12号" in repair or "〔2026〕" in repair for repair in row.repairs)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空文件"),
        ("假.pdf", b"hello, this is not a pdf at all", "假.pdf"),
        ("坏.docx", b"PK\x03\x04broken", "坏.docx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    office: journey.Office, folder: pathlib.Path, name: str, data: bytes, words: str
) -> None:
    (folder / name).write_bytes(data)
    (folder / "通知.txt").write_text(PAGE)

    batch = take_in(office, folder)

    assert (batch.imported_count, batch.refused_count) == (1, 1)
    refused = batch.rows.get(outcome=ImportRow.Outcome.REFUSED)
    assert words in "".join(refused.messages)


def test_scripts_of_an_html_page_do_not_come_in(office: journey.Office, folder: pathlib.Path) -> None:
    page = "<html><head><title>通告</title><script>alert(1)</script></head><body><h1>关于停水的通告</h1>"
    (folder / "页.html").write_text(page + "<p onclick='x()'>因检修，明日停水。</p></body></html>")

    take_in(office, folder)

    (item,) = Item.objects.select_related("revision").all()
    assert item.revision is not None
    assert "停水" in item.revision.body
    assert "alert" not in item.revision.body
    assert "onclick" not in item.revision.body


def test_the_same_file_again_is_skipped(office: journey.Office, folder: pathlib.Path) -> None:
    (folder / "通知.txt").write_text(PAGE)
    take_in(office, folder)

    again = take_in(office, folder)

    assert (again.imported_count, again.skipped_count) == (0, 1)
    assert Item.objects.count() == 1


def test_the_original_of_an_office_file_is_attached(office: journey.Office, folder: pathlib.Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("关于供热检修的通告", level=1)
    document.add_paragraph("定于十一月一日起供热检修。")
    document.save(str(folder / "通告.docx"))

    take_in(office, folder)

    (item,) = Item.objects.select_related("revision").all()
    assert item.revision is not None
    assert [each.name for each in item.revision.attachments.all()] == ["通告.docx"]


def test_a_sheet_of_ten_thousand_rows_tells_the_37_that_are_wrong(office: journey.Office, folder: pathlib.Path) -> None:
    rows: list[list[object]] = [["标题", "文号", "成文日期", "正文"]]
    wrong = {n for n in range(1, 10_001) if n % 270 == 0}
    for n in range(1, 10_001):
        day = "2026-02-30" if n in wrong else "2026-03-02"
        rows.append([f"第{n}号通告", f"云政发〔2026〕{n}号", day, f"第{n}号通告的正文。"])
    assert len(wrong) == 37
    (folder / "清单.xlsx").write_bytes(sheet(rows))

    batch = take_in(office, folder)

    assert (batch.read_count, batch.imported_count, batch.refused_count) == (10_000, 9_963, 37)
    refused = batch.rows.filter(outcome=ImportRow.Outcome.REFUSED).order_by("number")
    assert {row.place.split("第")[-1] for row in refused} == {f"{n + 1}行" for n in wrong}
    assert all("成文日期「2026-02-30」不是日期" in row.messages[0] for row in refused)


def test_a_refused_row_is_mended_and_taken_in(office: journey.Office, folder: pathlib.Path) -> None:
    (folder / "清单.xlsx").write_bytes(sheet([["标题", "成文日期", "正文"], ["通告", "2026-02-30", "正文"]]))
    batch = take_in(office, folder)
    (row,) = batch.rows.all()

    with pytest.raises(refusals.Incomplete) as refused:
        importing.correct_row(row=row, values={"written_date": "三月"}, by=office.officer, at=NOW)
    assert refused.value.field == "written_date"

    row = importing.correct_row(row=row, values={"written_date": "2026-03-02"}, by=office.officer, at=NOW)
    batch.refresh_from_db()
    assert row.item is not None
    assert (batch.imported_count, batch.refused_count) == (1, 0)


def test_undo_discards_drafts_but_not_what_was_handed_in(office: journey.Office, folder: pathlib.Path) -> None:
    (folder / "清单.xlsx").write_bytes(sheet([["标题", "正文"], ["通告一", "正文"], ["通告二", "正文"]]))
    batch = take_in(office, folder)
    reviewing.submit(item=batch.items.order_by("pk")[0], by=office.officer, at=NOW)

    assert importing.undo_import(batch=batch, by=office.officer, at=NOW) == (1, 1)
    with pytest.raises(refusals.WrongState):
        importing.undo_import(batch=batch, by=office.officer, at=NOW)


def test_an_import_that_died_goes_on_where_it_was(office: journey.Office, folder: pathlib.Path) -> None:
    for n in range(3):
        (folder / f"{n}.txt").write_text(f"关于第{n}号事项的通告\n\n第{n}号事项的正文。\n")
    batch = importing.start(agency=office.agency, source="待导入", by=office.officer, at=NOW)

    def until_it_dies() -> list[intake.Source]:
        sources = list(importing.folder_sources([folder]))
        return sources[:2]

    importing.take_in(batch=batch, sources=until_it_dies(), by=office.officer, at=NOW)
    importing.take_in(batch=batch, sources=importing.folder_sources([folder]), by=office.officer, at=NOW)

    batch.refresh_from_db()
    assert (batch.read_count, batch.imported_count) == (3, 3)


def test_an_unreadable_file_is_refused_not_fatal(office: journey.Office) -> None:
    def broken() -> bytes:
        raise PermissionError(13, "Permission denied")

    batch = importing.start(agency=office.agency, source="x", by=office.officer, at=NOW)
    source = intake.Source("x.txt", "x.txt", broken)
    batch = importing.take_in(batch=batch, sources=[source], by=office.officer, at=NOW)

    assert batch.refused_count == 1
