"""Bad files are one clear finding, never a crash; findings come worst first."""

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.documents import paper
from gongkai.documents.inspection import findings, inspecting
from tests.documents import files, pages

LETTER = files.word(lambda document: document.add_paragraph("正文"))
BOOK = files.workbook(lambda book: book.active.append(["项目"]))
SHEET = pages.Pages().page().text(72, 700, "正文").data()

BAD = [
    (b"", "空.docx", "empty"),
    (LETTER[: len(LETTER) // 2], "半.docx", "damaged"),
    (BOOK[:200], "半.xlsx", "damaged"),
    (SHEET[:40], "半.pdf", "damaged"),
    (b"%PDF-1.7\n", "空.pdf", "damaged"),
    (files.Pdf().page().text(10, 10, "x").data(encrypted=True), "锁.pdf", "encrypted"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "锁.docx", "encrypted"),
    (files.with_entries(LETTER, {"word/vbaProject.bin": b"x"}), "宏.docx", "macro"),
    (files.with_entries(LETTER, {"word/media/a.zip": b"PK\x03\x04"}), "套.docx", "zip_bomb"),
    (files.with_entries(BOOK, {"xl/big.bin": b"\0" * (60 * 1024 * 1024)}), "弹.xlsx", "zip_bomb"),
    (files.container({"word/document.xml": b"<broken"}), "坏.docx", "damaged"),
    (b"\x89PNG\r\n\x1a\n", "图.docx", "wrong_kind"),
    (bytes(range(256)) * 8, "无名", "unsupported_kind"),
]


@pytest.mark.parametrize(("data", "name", "kind"), BAD, ids=[f"{kind}-{name}" for _, name, kind in BAD])
def test_a_file_that_cannot_be_read_is_one_blocking_finding(data: bytes, name: str, kind: str) -> None:
    inspection = inspecting.inspect(data, name)
    assert [(each.kind, each.severity) for each in inspection.findings] == [(kind, "block")]
    assert name in inspection.findings[0].message


def test_a_part_of_a_container_that_lies_about_itself_is_damage() -> None:
    data = bytearray(LETTER)
    with zipfile.ZipFile(__import__("io").BytesIO(LETTER)) as archive:
        start = archive.getinfo("word/document.xml").header_offset
    data[start + 60 : start + 90] = b"\xff" * 30
    assert [each.kind for each in inspecting.inspect(bytes(data), "坏.docx").findings] == ["damaged"]


def test_a_file_larger_than_allowed_is_told() -> None:
    inspection = inspecting.inspect(LETTER, "大.docx", limits=paper.Limits(file_bytes=100))
    assert [each.kind for each in inspection.findings] == ["too_large"]


def test_findings_come_worst_first_and_endless_ones_are_counted() -> None:
    lines = "\n".join(["电话0871-63161234，按排"] * 300 + ["110101199003077758"])
    inspection = inspecting.inspect(lines.encode(), "长.txt")
    ranks = [findings.RANKS[each.severity] for each in inspection.findings]
    assert ranks == sorted(ranks)
    assert inspection.is_blocked
    assert len(inspection.of("phone")) == findings.MOST_OF_A_KIND + 1
    assert "另有 100 处" in inspection.of("phone")[-1].message


def test_every_kind_has_its_name() -> None:
    for data, name, _ in BAD:
        assert all(each.kind in findings.LABELS for each in inspecting.inspect(data, name).findings)


@settings(max_examples=60)
@given(
    place=st.integers(0, len(SHEET) - 1),
    junk=st.binary(min_size=1, max_size=12),
    which=st.sampled_from([(SHEET, "件.pdf"), (LETTER, "件.docx"), (BOOK, "件.xlsx")]),
)
def test_no_damage_to_a_file_raises(place: int, junk: bytes, which: tuple[bytes, str]) -> None:
    data, name = which
    place %= len(data)
    inspecting.inspect(data[:place] + junk + data[place + len(junk) :], name)


def test_a_text_that_is_no_file_is_searched_alike_and_every_finding_has_its_place() -> None:
    text = "联系人身份证 11010519491231002X。\n依据云政发[2026]8号，请按排人员到云洲市。\n附件：名单"
    found = inspecting.inspect_text(text, confused=[("云洲", "云州")])
    assert [(each.kind, text[each.start : each.end]) for each in found.findings] == [
        ("identity_number", "11010519491231002X"),
        ("bracket", "云政发[2026]8号"),
        ("wrong_word", "按排"),
        ("wrong_word", "云洲"),
        ("missing_attachment", "名单"),
    ]
    assert not inspecting.inspect_text(text, beside=["附件1.docx"]).of("missing_attachment")
