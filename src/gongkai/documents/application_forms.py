"""The paper form of a request as a Word file, to be printed and filled in by hand."""

import datetime
import importlib
import io
import zipfile
from collections.abc import Sequence
from typing import Any

_FANGSONG, _HEITI, _SONGTI = "仿宋_GB2312", "黑体", "方正小标宋简体"
_TITLE, _BODY, _SMALL = 20, 12, 10
_EDGES = {"top": 24, "bottom": 20, "left": 24, "right": 24}
_ROW = 9
# Fixed, so that the same form is always the same file.
_MADE = datetime.datetime(2026, 1, 1)

# Group, then its rows; a row is label, height in lines, or two labels side by side.
_BLANK: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "申请人（公民）",
        (("姓名", "证件名称"), ("证件号码",), ("联系电话", "邮政编码"), ("联系地址",), ("电子邮箱",)),
    ),
    (
        "申请人（法人或者其他组织）",
        (
            ("名称",),
            ("类别", "□商业企业 □科研机构 □社会公益组织 □法律服务机构 □其他"),
            ("统一社会信用代码",),
            ("法定代表人（负责人）", "联系人"),
            ("联系电话", "邮政编码"),
            ("联系地址",),
            ("电子邮箱",),
        ),
    ),
)
_NOTES = (
    "申请应当写明政府信息的名称、文号或者便于行政机关查询的其他特征性描述（《政府信息公开条例》第二十九条）。",
    "申请人应当提供身份证明；委托他人代为申请的，另附授权委托书和代理人身份证明。",
    "不必说明申请的用途。一件申请请只写一个事项，便于查找和答复。",
    "采用书面形式确有困难的，可以口头提出，由受理机关代为填写。",
)


def blank(agency: str = "") -> bytes:
    """The form, empty but for the agency. The same agency always gives the same bytes."""
    document = _document("政府信息公开申请表")
    _paragraph(document, "政府信息公开申请表", font=_SONGTI, size=_TITLE, centre=True)
    _paragraph(document, f"受理机关：{agency or '＿' * 20}", size=_BODY)
    table = _table(document)
    for heading, rows in _BLANK:
        _row(table, (heading,), heading=True)
        for row in rows:
            _row(table, row if len(row) == 2 and "□" in row[1] else _interleaved(row))
    _row(table, ("申请内容",), heading=True)
    _row(table, ("所需政府信息的名称、文号或者其他特征性描述", ""), height=5)
    _row(table, ("载体形式", "□电子文件　□纸质　□其他"))
    _row(table, ("获取方式", "□网站下载　□电子邮件　□邮寄　□当面领取　□查阅、抄录"))
    _row(table, ("附件", "□身份证明　□授权委托书　□其他"))
    _row(table, ("申请人签名或者盖章", "　　　　　　　　　　　　　　年　　月　　日"))
    _row(table, ("受理机关填写",), heading=True)
    _row(table, ("编号", "", "收到日期", ""))
    _paragraph(document, "说明", font=_HEITI, size=_SMALL)
    for number, note in enumerate(_NOTES, start=1):
        _paragraph(document, f"{number}．{note}", size=_SMALL)
    return _bytes(document)


def _interleaved(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(piece for label in labels for piece in (label, ""))


def _document(title: str) -> Any:
    shared = importlib.import_module("docx.shared")
    document = importlib.import_module("docx").Document()
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
    for edge, width in _EDGES.items():
        setattr(section, f"{edge}_margin", shared.Mm(width))
    properties = document.core_properties
    properties.title, properties.author, properties.language, properties.comments = title, "", "zh-CN", ""
    properties.created = properties.modified = _MADE
    return document


def _table(document: Any) -> Any:
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    table.autofit = False
    return table


def _row(table: Any, words: Sequence[str], *, heading: bool = False, height: int = 1) -> None:
    """A row of four cells: one over all, label and a wide value, or label, value, label, value."""
    shared = importlib.import_module("docx.shared")
    row = table.add_row()
    row.height = shared.Mm(_ROW * height)
    cells = row.cells
    if len(words) == 1:
        places = [cells[0].merge(cells[3])]
    elif len(words) == 2:
        places = [cells[0], cells[1].merge(cells[3])]
    else:
        places = list(cells)
    for place, text in zip(places, words, strict=True):
        _fill(place.paragraphs[0], text, font=_HEITI if heading else _FANGSONG, size=_BODY)


def _paragraph(document: Any, words: str, *, font: str = _FANGSONG, size: int = _BODY, centre: bool = False) -> None:
    text = importlib.import_module("docx.enum.text")
    paragraph = document.add_paragraph()
    if centre:
        paragraph.alignment = text.WD_ALIGN_PARAGRAPH.CENTER
    _fill(paragraph, words, font=font, size=size)


def _fill(paragraph: Any, words: str, *, font: str, size: int) -> None:
    shared = importlib.import_module("docx.shared")
    qualified = importlib.import_module("docx.oxml.ns").qn
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = shared.Pt(2)
    plain = "".join(each for each in words if each.isprintable() or each == "\u3000")
    run = paragraph.add_run(plain)
    run.font.size, run.font.name = shared.Pt(size), font
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qualified("w:eastAsia"), font)


def _bytes(document: Any) -> bytes:
    """The file with fixed times inside, so that it is the same whenever it is made."""
    written, even = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as made, zipfile.ZipFile(even, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, date_time=_MADE.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(part, made.read(name))
    return even.getvalue()
