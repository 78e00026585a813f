"""Files cut into parts that are read one by one."""

import io

import docx
import openpyxl
import pytest

from gongkai.documents import faults, parts


def word(paragraphs: int) -> bytes:
    document = docx.Document()
    for number in range(paragraphs):
        document.add_paragraph(f"第{number}条 {'规定' * 200}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_long_text_is_cut_and_no_paragraph_is_lost() -> None:
    data = word(12)
    total = parts.count(data, name="长文.docx", kind="docx")
    whole = "".join(parts.html(data, number, name="长文.docx", kind="docx") for number in range(1, total + 1))
    assert total == 3 and all(f"第{number}条" in whole for number in range(12))
    assert parts.html(data, total + 1, name="长文.docx", kind="docx") == ""


def test_each_sheet_is_a_part() -> None:
    book = openpyxl.Workbook()
    for title in ("甲", "乙"):
        page = book.create_sheet(title)
        page.append(["项目", title])
        page.append(["合计", 1])
    del book["Sheet"]
    buffer = io.BytesIO()
    book.save(buffer)
    assert parts.count(buffer.getvalue(), name="表.xlsx", kind="xlsx") >= 2


@pytest.mark.parametrize(("data", "kind"), [(b"\x89PNG\r\n", "png"), ("一句话。".encode(), "txt")])
def test_what_has_no_pages_is_one_part(data: bytes, kind: str) -> None:
    assert parts.count(data, name=f"一.{kind}", kind=kind) == 1


def test_damage_is_told() -> None:
    with pytest.raises(faults.UnreadableFile):
        parts.count(b"PK\x03\x04 broken", name="坏.docx", kind="docx")
