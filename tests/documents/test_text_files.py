"""Plain text is decoded from what offices really send, and every line keeps its place."""

import pytest

from gongkai.documents import faults, paper, reading, text_files

SENTENCE = "云州市人民政府关于公开供热信息的通知，各单位应当按照规定做好工作。"
TRADITIONAL = "雲州市人民政府關於公開供熱資訊的通知，各單位應當按照規定做好工作。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SENTENCE, "utf-8"),
        (SENTENCE, "utf-8-sig"),
        (SENTENCE, "gb18030"),
        (SENTENCE, "utf-16"),
        (SENTENCE + " in 2021", "utf-16-le"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "utf-8"),
    ],
)
def test_encodings_are_told(text: str, encoding: str) -> None:
    data = (text * 3).encode(encoding)

    assert text_files.decode(data)[0] == text * 3


def test_damaged_bytes_are_told_and_the_rest_is_read() -> None:
    damaged = (SENTENCE * 9).encode()[:-1]

    document = reading.read(damaged, name="a.txt")

    assert document.text.startswith(SENTENCE)
    assert [doubt.code for doubt in document.warnings] == ["bytes_damaged"]


def test_pipe_rows_become_a_table_with_places() -> None:
    document = reading.read("标题\n规章 | 3 | 5 |\n行政规范性文件 | 564 | |\n\n完".encode(), name="a.txt")

    table = document.tables[0]
    assert table.rows == (("规章", "3", "5"), ("行政规范性文件", "564", ""))
    assert all(cell.span and cell.span.of(document.text) == cell.text for cell in table.cells)
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]


def test_numbered_short_lines_are_headings() -> None:
    document = reading.read("一、总体情况\n（一）主动公开\n第一条 为了规范工作，制定本办法。".encode(), name="a.txt")

    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
    ]
    assert document.html.startswith("<h2>一、总体情况</h2>\n<h3>（一）主动公开</h3>\n<p>")


def test_html_in_plain_text_is_escaped() -> None:
    document = reading.read("前文\n<script>alert(1)</script>".encode(), name="a.txt")

    assert "&lt;script&gt;" in document.html


def test_csv_is_read_as_a_table() -> None:
    document = reading.read('序号,名称\n1,"供热,供气"\n'.encode("gb18030"), name="清单.csv")

    assert document.kind == "csv"
    assert document.tables[0].rows == (("序号", "名称"), ("1", "供热,供气"))


def test_blank_text_is_refused() -> None:
    with pytest.raises(faults.EmptyFile):
        reading.read(b" \r\n\t\n", name="a.txt")


def test_blocks_stand_where_their_spans_say() -> None:
    document = reading.read("甲\r\n\r\n  乙  \n丙".encode(), name="a.txt")

    assert [block.span.of(document.text) for block in document.blocks] == [block.text for block in document.blocks]
    assert isinstance(document, paper.Document)
