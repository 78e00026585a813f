"""Files are typed by their content, and everything that must not come in is refused by name."""

import pytest

from gongkai.documents import faults, kinds, paper
from tests.documents import files

WORD = files.word(lambda document: document.add_paragraph("云州市人民政府文件"))
SHEET = files.workbook(lambda book: book.active.append(["序号", "事项"]))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        ("一段文字".encode(), "a.txt", "txt"),
        ("一段文字".encode("gb18030"), "a.txt", "txt"),
        ("一段文字 with more".encode("utf-16"), "a.txt", "txt"),
        (b"a,b\n1,2\n", "a.csv", "csv"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "a.html", "html"),
        ("<!-- 注 --><html><body>文</body></html>".encode(), "a", "html"),
        ("\ufeff<html><body>文</body></html>".encode("utf-16"), "a.htm", "html"),
        (WORD, "a.docx", "docx"),
        (WORD, "没有扩展名", "docx"),
        (SHEET, "a.xlsx", "xlsx"),
        (files.Pdf().page().data(), "a.pdf", "pdf"),
        (OLE + wide("WordDocument"), "a.doc", "doc"),
        (OLE + wide("Workbook"), "a.xls", "xls"),
        (files.container({"a.txt": b"x"}), "a.zip", "zip"),
        (files.container({"OFD.xml": b"<x/>"}), "a.ofd", "ofd"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "a.png", "png"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 20, "a.jpg", "jpeg"),
    ],
)
def test_kind_is_told_by_content(data: bytes, name: str, kind: str) -> None:
    assert kinds.check(data, name=name) == kind


def test_empty_file_is_refused() -> None:
    with pytest.raises(faults.EmptyFile) as refusal:
        kinds.check(b"", name="通知.docx")

    assert "通知.docx" in refusal.value.message


def test_file_of_60_megabytes_is_refused_with_both_sizes() -> None:
    with pytest.raises(faults.FileTooLarge) as refusal:
        kinds.check(b"x" * (60 * 1024 * 1024), name="附件.pdf")

    assert refusal.value.limit == 50 * 1024 * 1024
    assert "60.0 MB" in refusal.value.message
    assert "50.0 MB" in refusal.value.message


@pytest.mark.parametrize("name", ["方案.docx", "方案.xlsx", "方案.png"])
def test_name_that_contradicts_the_content_is_refused(name: str) -> None:
    with pytest.raises(faults.WrongKind) as refusal:
        kinds.check(files.Pdf().page().data(), name=name)

    assert refusal.value.found == "PDF"
    assert name in refusal.value.message


def test_zip_that_unpacks_too_large_is_refused() -> None:
    bomb = files.container({"a.txt": b"0" * (2 * 1024 * 1024)})

    with pytest.raises(faults.ZipBomb, match="超过上限"):
        kinds.check(bomb, name="a.zip", limits=paper.Limits(unpacked_bytes=1024 * 1024))


def test_zip_bomb_by_ratio_is_refused() -> None:
    bomb = files.container({"word/document.xml": b" " * (30 * 1024 * 1024)})

    with pytest.raises(faults.ZipBomb, match="压缩比"):
        kinds.check(bomb, name="通知.docx")


def test_zip_with_too_many_entries_is_refused() -> None:
    bomb = files.container({f"{number}.txt": b"x" for number in range(5_001)})

    with pytest.raises(faults.ZipBomb, match="5001"):
        kinds.check(bomb, name="a.zip")


@pytest.mark.parametrize("entry", ["inner.zip", "plain.bin"])
def test_archive_inside_an_archive_is_refused(entry: str) -> None:
    nested = files.container({entry: files.container({"a.txt": b"x"})})

    with pytest.raises(faults.ZipBomb, match="里面还有压缩文件"):
        kinds.check(nested, name="a.zip")


def test_sheet_embedded_in_a_word_file_is_let_through() -> None:
    assert kinds.check(files.with_entries(WORD, {"word/embeddings/a.xlsx": SHEET}), name="a.docx") == "docx"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (files.with_entries(WORD, {"word/vbaProject.bin": b"code"}), "a.docx"),
        (files.with_entries(SHEET, {"xl/macrosheets/sheet1.xml": b"<x/>"}), "a.xlsx"),
        (
            files.container(
                {
                    "word/document.xml": b"<x/>",
                    "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main",
                }
            ),
            "a.docm",
        ),
        (OLE + wide("WordDocument") + wide("_VBA_PROJECT"), "a.doc"),
    ],
)
def test_macro_files_are_refused(data: bytes, name: str) -> None:
    with pytest.raises(faults.MacroFile):
        kinds.check(data, name=name)


def test_password_protected_office_file_is_refused() -> None:
    with pytest.raises(faults.EncryptedFile):
        kinds.check(OLE + wide("EncryptedPackage"), name="a.docx")


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.zip"])
def test_truncated_container_is_called_damaged(name: str) -> None:
    with pytest.raises(faults.DamagedFile) as refusal:
        kinds.check(WORD[: len(WORD) // 2], name=name)

    assert name in refusal.value.message


def test_container_with_a_broken_entry_is_called_damaged() -> None:
    place = WORD.index(b"word/document.xml") + 40
    broken = WORD[:place] + b"\x00" * 64 + WORD[place + 64 :]

    with pytest.raises(faults.UnreadableFile):
        kinds.check(broken, name="a.docx")


def test_binary_rubbish_is_refused() -> None:
    with pytest.raises(faults.UnsupportedKind):
        kinds.check(bytes(range(256)) * 4, name="data")


def test_old_word_file_may_be_attached_but_not_read() -> None:
    with pytest.raises(faults.UnsupportedKind, match="另存为 docx"):
        kinds.check_readable(OLE + wide("WordDocument"), name="a.doc")
