"""Plain text and csv: encodings told and decoded, damaged places counted, lines and pipe tables placed."""

import codecs
import csv
import io

from gongkai.documents import composing, faults, outline, paper, rendering

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_USUAL = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "这中为个国时来们对会发动说产种经這為個國時來們對會發動說產種經"
    "政府信息公开公開办公辦厅局县市区區镇镇通知关于關於年月日各单位單位情况情況工作制度规定規定部门部門号號"
)
_HIGH_BYTES = frozenset((0x00, 0x20, 0x30, 0xFF, *range(0x4E, 0xA0)))
_LOST = "\ufffd"


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str, int]:
    """Text, the encoding it was read in, and how many characters could not be read (they stand as U+FFFD).

    `declared` is what the file says of itself (html meta charset); it is believed when it fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, errors="replace")
            return text, encoding, text.count(_LOST)
    if wide := wide_encoding(data):
        text = data.decode(wide, errors="replace")
        return text, wide, text.count(_LOST)
    candidates = ["utf-8"]
    if declared:
        name = {"gb2312": "gb18030", "gbk": "gb18030", "big5-hkscs": "big5hkscs"}.get(
            declared.lower(), declared.lower()
        )
        candidates.insert(0, name)
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding, 0
        except (UnicodeDecodeError, LookupError):
            continue
    return _likeliest(data)


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark, told by its high bytes: those of Chinese and ASCII characters are few."""
    sample = data[:4096]
    if len(sample) < 8 or sample.count(0) < 1:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if sum(byte in _HIGH_BYTES for byte in high) > 0.9 * len(high):
            return encoding
    return None


def read(data: bytes, *, name: str, kind: str, limits: paper.Limits) -> paper.Document:
    """A text or csv file; every line that is not blank is a block, runs of lines with `|` are tables."""
    text, encoding, lost = decode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if not text.strip():
        raise faults.EmptyFile(name, has_bytes=True)
    warnings = damage_warnings(text, lost=lost)
    if kind == "csv":
        return _csv_document(text, name=name, encoding=encoding, warnings=warnings)
    blocks: list[paper.Block] = []
    tables: list[paper.Table] = []
    piped: list[tuple[int, str]] = []
    position = 0
    for line in text.split("\n"):
        if "|" in line:
            piped.append((position, line))
        elif line.strip():
            _close_table(piped, blocks, tables)
            level = outline.heading_level(line)
            span = paper.Span(position, position + len(line))
            blocks.append(paper.Block("heading" if level else "paragraph", line, span, level=level))
        else:
            _close_table(piped, blocks, tables)
        position += len(line) + 1
    _close_table(piped, blocks, tables)
    return paper.Document(
        name=name,
        kind=kind,
        text=text,
        blocks=tuple(blocks),
        tables=tuple(tables),
        html=rendering.render(blocks, tables),
        properties={"encoding": encoding},
        warnings=warnings,
    )


def damage_warnings(text: str, *, lost: int) -> tuple[paper.Doubt, ...]:
    """A doubt when characters were lost in decoding or before, with the first place."""
    count = max(lost, text.count(_LOST))
    if not count:
        return ()
    first = text.find(_LOST)
    span = paper.Span(first, first + 1) if first >= 0 else None
    return (paper.Doubt("bytes_damaged", f"文中有 {count} 处文字已损坏，无法辨认，请对照原件补正", None, span),)


def _likeliest(data: bytes) -> tuple[str, str, int]:
    """Judge by how many characters are everyday ones; lost places count against an encoding."""
    best: tuple[float, str, str, int] | None = None
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        text = data.decode(encoding, errors="replace")
        lost = text.count(_LOST)
        wide = [each for each in text[:20000] if each > "\x7f"]
        usual = sum(each in _USUAL for each in wide) / (len(wide) or 1)
        score = usual - 2.0 * lost / (len(text) or 1)
        if best is None or score > best[0]:
            best = (score, text, encoding, lost)
    assert best is not None
    return best[1], best[2], best[3]


def _close_table(piped: list[tuple[int, str]], blocks: list[paper.Block], tables: list[paper.Table]) -> None:
    if not piped:
        return
    start, end = piped[0][0], piped[-1][0] + len(piped[-1][1])
    cells: list[paper.Cell] = []
    rows: list[tuple[str, ...]] = []
    for row_number, (position, line) in enumerate(piped):
        offset = position
        written = line.split("|")
        row: list[str] = []
        for place, part in enumerate(written):
            text = part.strip()
            edge = place == 0 or place == len(written) - 1
            if text or not edge:
                lead = offset + len(part) - len(part.lstrip())
                cells.append(paper.Cell(text, row_number, len(row), span=paper.Span(lead, lead + len(text))))
                row.append(text)
            offset += len(part) + 1
        rows.append(tuple(row))
    piped.clear()
    if not any(any(row) for row in rows):
        return
    width = max(map(len, rows))
    grid = tuple((*row, *[""] * (width - len(row))) for row in rows)
    span = paper.Span(start, end)
    blocks.append(paper.Block("table", "\n".join(" | ".join(row) for row in rows), span, table=len(tables)))
    tables.append(paper.Table(grid, tuple(cells), span))


def _csv_document(text: str, *, name: str, encoding: str, warnings: tuple[paper.Doubt, ...]) -> paper.Document:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(map(str.strip, row))]
    except csv.Error as fault:
        raise faults.DamagedFile(name, kind="CSV 表格") from fault
    composer = composing.Composer()
    composer.add_table([[composing.RawCell(value.strip()) for value in row] for row in rows])
    return paper.Document(
        name=name,
        kind="csv",
        text=composer.text(),
        blocks=tuple(composer.blocks),
        tables=tuple(composer.tables),
        html=rendering.render(composer.blocks, composer.tables),
        properties={"encoding": encoding},
        warnings=warnings,
    )
