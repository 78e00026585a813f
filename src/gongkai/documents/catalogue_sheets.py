"""Catalogues of what must be public (基本目录、标准目录) as superiors send them: spreadsheets with heads over two rows.

The form is that of the 基层政务公开标准目录: 序号, 公开事项 (一级, 二级), 公开内容（要素）, 公开依据, 公开时限,
公开主体, 公开渠道和载体, 公开对象, 公开方式, 公开层级, the last three with a column to tick for each value.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from gongkai.documents.xlsx_files import Row

_HEADS = {
    "code": ("编码", "编号", "目录编码", "事项编码", "目录编号"),
    "number": ("序号",),
    "first": ("一级事项", "一级目录", "一级分类", "一级", "公开类别", "类别"),
    "title": ("二级事项", "二级目录", "二级分类", "二级", "事项名称", "公开事项", "名称"),
    "third": ("三级事项", "三级目录", "三级"),
    "content": ("公开内容", "公开内容要素", "内容要素", "公开要素", "具体内容", "内容"),
    "basis": ("公开依据", "依据", "法律依据", "设定依据"),
    "term": ("公开时限", "时限", "公开时间", "更新时限"),
    "responsible": ("公开主体", "责任主体", "责任单位", "责任部门", "公开责任主体", "公开单位"),
    "channel": ("公开渠道和载体", "公开渠道", "公开渠道与载体", "渠道", "公开载体"),
    "audience": ("公开对象", "对象"),
    "mode": ("公开方式", "方式"),
    "level": ("公开层级", "层级"),
}
_TICKED = {
    "audience": ("全社会", "社会公众", "特定群体", "特定群众", "特定对象"),
    "mode": ("主动", "主动公开", "依申请", "依申请公开"),
    "level": ("国家级", "省级", "市级", "县级", "区级", "区县级", "乡级", "乡镇级", "镇级", "村级"),
}
_NEEDED = ("title", "basis")
_HEAD_ROWS = 15
_MARKS = re.compile(r"[\s（）()、：:\-—]+")
_TICK = re.compile(r"[√✓✔☑■●]|^(是|1|Y|y)$")
_BOXES = re.compile(r"[■☑√✓✔]\s*([^■□☑☐√✓✔\s、，,；;]+)")
_BOX = re.compile(r"[■□☑☐]")
_WORKING = re.compile(r"(\d+)\s*个?工作日")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "五": 5, "七": 7, "十": 10, "十五": 15, "二十": 20, "三十": 30}
_WRITTEN = re.compile(r"(二十|三十|十五|[一二三五七十])个?工作日")
_EVERY = (
    ("半年", 184),
    ("每季", 92),
    ("每月", 31),
    ("每周", 7),
    ("每年", 366),
    ("每日", 1),
    ("按季", 92),
    ("按月", 31),
)
_ARTICLE_20 = re.compile(r"(?<!第二)第二十条第[（(]?([一二三四五六七八九十]{1,2})[)）]?项")
_ONES = "零一二三四五六七八九"
_RESPONSIBLE = re.compile(r"[、，,；;\n/]+")


class NoHeads(ValueError):
    """No row of the file names the columns of a catalogue; the words say which are missing."""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One row of a catalogue. `fault` says why it cannot be used, `doubts` what should be looked at.

    `term_days` counts working days after the information is formed, `fresh_days` calendar days between two items.
    """

    place: str
    number: int
    code: str = ""
    first: str = ""
    title: str = ""
    content: str = ""
    basis: str = ""
    term: str = ""
    term_days: int | None = None
    fresh_days: int | None = None
    responsible: tuple[str, ...] = ()
    channel: str = ""
    audience: str = ""
    mode: str = ""
    levels: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    fault: str = ""


def entries(rows: Iterable[Row]) -> list[Entry]:
    """Every row below the heads of each sheet. Raises NoHeads when no sheet has any."""
    by_sheet: dict[str, list[Row]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet, []).append(row)
    found: list[Entry] = []
    has_heads = False
    for sheet in by_sheet.values():
        table = _table(sheet)
        if table is None:
            continue
        has_heads = True
        found += _read(*table, named=len(by_sheet) > 1)
    if not has_heads:
        raise NoHeads("没有找到目录的表头：至少要有“二级事项”（或“公开事项”）和“公开依据”两列")
    return found


def term_days(words: str) -> int | None:
    """Working days named in the words of a term: 信息形成之日起20个工作日内 gives 20; None where none are named."""
    if found := _WORKING.search(words):
        return int(found[1])
    if written := _WRITTEN.search(words):
        return _NUMERALS[written[1]]
    return None


def fresh_days(words: str) -> int | None:
    """Calendar days between two items that the words of a term ask for: 每季度 gives 92; None where none."""
    return next((days for word, days in _EVERY if word in words), None)


@dataclasses.dataclass(frozen=True, slots=True)
class _Head:
    """One column: the field it fills, and the value a tick in it means (empty: the cell itself)."""

    field: str
    value: str = ""


def _table(rows: Sequence[Row]) -> tuple[list[_Head | None], Sequence[Row]] | None:
    for place, row in enumerate(rows[:_HEAD_ROWS]):
        upper = [_plain(value) for value in row.values]
        lower = [_plain(value) for value in rows[place + 1].values] if place + 1 < len(rows) else []
        is_double = sum(_sub_head(value) for value in lower) >= 2
        heads = _heads(upper, lower if is_double else [])
        if {head.field for head in heads if head} >= set(_NEEDED):
            return heads, rows[place + (2 if is_double else 1) :]
    return None


def _heads(upper: Sequence[str], lower: Sequence[str]) -> list[_Head | None]:
    found: list[_Head | None] = []
    group = ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        group = above or group
        found.append(_head(below or above, _field(group)))
    return found


def _head(words: str, group: str) -> _Head | None:
    if group in _TICKED and words in _TICKED[group]:
        return _Head(group, words)
    for field, values in _TICKED.items():
        if words in values:
            return _Head(field, words)
    field = _field(words)
    return _Head(field) if field else None


def _field(words: str) -> str:
    return next((field for field, heads in _HEADS.items() if words in heads), "")


def _sub_head(words: str) -> bool:
    return words in _HEADS["first"] + _HEADS["title"] or any(words in values for values in _TICKED.values())


def _is_head(values: Sequence[str]) -> bool:
    plain = [_plain(value) for value in values if value]
    return len(plain) > 1 and all(_field(each) or _sub_head(each) for each in plain)


def _plain(words: str) -> str:
    return _MARKS.sub("", words).rstrip("*＊")


def _read(heads: list[_Head | None], rows: Sequence[Row], *, named: bool) -> Iterator[Entry]:
    above: dict[str, str] = {}
    for row in rows:
        cells, ticks = _cells(heads, row.values)
        if _is_head(row.values):
            continue  # the heads again, on a new page
        place = f"{row.sheet}第{row.number}行" if named else f"第{row.number}行"
        yield _entry(place, row.number, cells, ticks, above)


def _cells(heads: list[_Head | None], values: Sequence[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    cells: dict[str, str] = {}
    ticks: dict[str, list[str]] = {}
    for head, value in zip(heads, values, strict=False):
        words = value.strip()
        if head is None or not words:
            continue
        if head.value:
            if _TICK.search(words):
                ticks.setdefault(head.field, []).append(head.value)
        elif words:
            cells.setdefault(head.field, words)
    return cells, ticks


def _entry(place: str, number: int, cells: dict[str, str], ticks: dict[str, list[str]], above: dict[str, str]) -> Entry:
    doubts = []
    first = cells.get("first") or above.get("first", "")
    title = cells.get("title", "")
    if cells.get("third"):
        first = "／".join(each for each in (first, title or above.get("title", "")) if each)
        above["title"] = title or above.get("title", "")
        title = cells["third"]
    elif not title and cells.get("content") and above.get("title"):
        title = above["title"]
        doubts.append("事项名称为空，沿用上一行的名称")
    else:
        above["title"] = title
    above["first"] = cells.get("first") or above.get("first", "")
    term = cells.get("term", "")
    days, fresh = term_days(term), fresh_days(term)
    if term and days is None and fresh is None:
        doubts.append(f"公开时限“{_short(term)}”不能换算成工作日，只保留文字")
    return Entry(
        place=place,
        number=number,
        code=cells.get("code", ""),
        first=_one_line(first),
        title=_one_line(title),
        content=cells.get("content", ""),
        basis=_one_line(cells.get("basis", "")),
        term=_one_line(term),
        term_days=days,
        fresh_days=fresh,
        responsible=tuple(each.strip() for each in _RESPONSIBLE.split(cells.get("responsible", "")) if each.strip()),
        channel=_ticked_boxes(cells.get("channel", "")),
        audience="、".join(ticks.get("audience", [])) or _ticked_boxes(cells.get("audience", "")),
        mode="、".join(ticks.get("mode", [])) or _ticked_boxes(cells.get("mode", "")),
        levels=tuple(ticks.get("level", []))
        or tuple(each for each in _TICKED["level"] if each in cells.get("level", "")),
        doubts=tuple(doubts),
        fault="" if title else "没有公开事项的名称",
    )


def _ticked_boxes(words: str) -> str:
    """Of a list with boxes those that are ticked; other words as they stand."""
    return "、".join(_BOXES.findall(words)) if _BOX.search(words) else _one_line(words)


def _one_line(words: str) -> str:
    return re.sub(r"\s*\n\s*", "", words).strip()


def _short(words: str) -> str:
    return words if len(words) <= 20 else f"{words[:20]}…"


def legal_item(basis: str) -> str:
    """The item of the Regulation that a basis names: 《条例》第二十条第（七）项 gives 20-7; empty where none is."""
    if "条例" not in basis:
        return ""
    if found := _ARTICLE_20.search(basis):
        return f"20-{_number(found[1])}"
    return "21" if "第二十一条" in basis else ""


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (10 * (_ONES.index(tens) if tens else 1) if ten else 0) + (_ONES.index(ones) if ones else 0)
