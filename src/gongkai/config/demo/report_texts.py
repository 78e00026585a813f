"""The annual reports of the demo: figures that balance, laid out in the form of 2021 as an office prints it."""

import html
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.rules import forms

Cells = dict[str, int]
_COLUMNS = ("natural", "company", "research", "charity", "legal_service", "other_org")
_WEIGHTS = (80, 9, 1, 1, 6, 3)
_RESULTS = {
    "granted": 41, "partial": 12, "refused_state_secret": 1, "refused_other_law": 1, "refused_third_party": 2,
    "refused_internal": 2, "refused_process": 3, "refused_enforcement": 2, "refused_query": 4, "unable_not_held": 20,
    "unable_to_make": 3, "unable_unclear": 2, "noact_petition": 4, "noact_repeat": 2, "other_no_correction": 3,
}  # fmt: skip
_PROBLEMS = (
    "部分栏目更新不够及时，图文解读偏少。下一步按季度检查栏目，逐项销号。",
    "基层信息员变动较多，答复文书不够规范。下一步统一文书样式，每半年轮训一次。",
    "申请人反复询问的事项没有及时转为主动公开。下一步每季度梳理一次申请，符合条件的主动公开。",
    "政策解读形式单一，群众看不懂。下一步解读与文件同步起草、同步审签、同步发布。",
    "依申请公开的会商时间偏长。下一步明确承办单位三个工作日内反馈，逾期提醒。",
)
_OPENINGS = (
    "一年来坚持公开为常态，着力把群众关心的事说清楚",
    "围绕年度重点任务推进公开，回应社会关切",
    "把公开融入办事的全过程，方便企业和群众",
)
# Copied word for word by one district from another: what the comparison of texts is there to find.
SHARED = (
    "坚持把政策文件的起草、审签、发布、解读放在一条线上管理，凡是涉及群众切身利益的文件，一律先公开征求意见再提请审议，"
    "意见采纳情况随文件一并公布，采纳不了的逐条说明理由，做到件件有回音、事事有着落",
    "在政务服务大厅、图书馆和各镇街便民服务中心设立查阅点，配齐电脑、打印机和专职辅导员，群众当场就能查阅和打印政府信息，"
    "不会操作的由工作人员代为检索，全年没有发生一起因查阅不便引起的投诉",
    "每季度由区政府办公室会同区司法局抽查依申请公开答复文书，从受理登记、补正告知、征求第三方意见到作出答复逐环节打分，"
    "抽查结果在全区通报，连续两次排在末位的单位由主要负责同志到会说明情况",
    "对群众反复申请的同类信息，要求承办单位在答复后十个工作日内研究能否转为主动公开，能公开的及时在网站专栏公开，"
    "不能公开的说明理由并报区政府办公室备案，从源头上减少重复申请",
)


@dataclass
class Paper:
    """One report to be printed. `wrong` are cells printed otherwise, `said` what the text says of requests received."""

    body: str
    year: int
    cells: Cells
    website: int
    wrong: Mapping[str, int | None] = field(default_factory=dict)
    said: int | None = None
    period: int | None = None
    more: Sequence[str] = ()
    dice: int = 0


def figures(rnd: random.Random, *, size: int, last: Mapping[str, int] | None) -> Cells:
    """Figures of one year that balance in themselves and with those of the year before."""
    cells: Cells = {}
    for column, weight in zip(_COLUMNS, _WEIGHTS, strict=True):
        new = _some(rnd, size * weight / 100)
        carried = last[f"table3.carried_out.{column}"] if last else _some(rnd, new / 20)
        out = min(_some(rnd, new / 20), new + carried)
        left = new + carried - out
        rows = dict.fromkeys((each for each in _rows() if each not in _SUMS), 0)
        for name in rnd.choices(list(_RESULTS), weights=list(_RESULTS.values()), k=left):
            rows[name] += 1
        rows |= {"new": new, "carried_in": carried, "carried_out": out, "result_total": left}
        cells |= {f"table3.{row}.{column}": number for row, number in rows.items()}
    for row in _rows():
        cells[f"table3.{row}.total"] = sum(cells[f"table3.{row}.{column}"] for column in _COLUMNS)
    for kind in ("rules", "normative"):
        made = _some(rnd, size / 40) if kind == "normative" else 0
        before = last[f"table2.{kind}.in_force"] if last else (size // 8 + 6 if kind == "normative" else 0)
        gone = min(before, _some(rnd, made / 2))
        cells |= {
            f"table2.{kind}.made": made,
            f"table2.{kind}.abolished": gone,
            f"table2.{kind}.in_force": before + made - gone,
        }
    for row, each in (("licence", 60), ("penalty", 9), ("coercion", 1)):
        cells[f"table2.{row}.decisions"] = _some(rnd, size * each)
    cells["table2.charges.amount"] = _some(rnd, size * 3)
    for row in ("review", "suit_direct", "suit_after_review"):
        parts = [_some(rnd, size / share) for share in (30, 200, 90, 120)]
        for name, number in zip(
            ("upheld", "corrected", "other", "pending", "total"), [*parts, sum(parts)], strict=True
        ):
            cells[f"table4.{row}_{name}"] = number
    return cells


_SUMS = ("new", "carried_in", "carried_out", "result_total")


def _some(rnd: random.Random, about: float) -> int:
    return max(0, round(about * rnd.uniform(0.6, 1.4)))


def _rows() -> list[str]:
    block = _form().tables[1].blocks[0]
    return [row.id for row in block.rows if row.kind != "heading"]


def _form() -> forms.Form:
    return forms.form("form-2021")


def printed(paper: Paper) -> str:
    """The report as a web page."""
    year, cells = paper.year, paper.cells
    received = cells["table3.new.total"] if paper.said is None else paper.said
    period = paper.period or year
    preface = (
        f"本年度报告按照政府信息公开工作年度报告的统一格式编制。报告中所列数据的统计期限自{period}年1月1日起至"
        f"{period}年12月31日止。如有疑问，请与{paper.body}联系（地址：云州市望山区府前路1号，电话：0990-88612026）。"
    )
    opening = _OPENINGS[paper.dice % len(_OPENINGS)]
    general = [
        f"{year}年，{paper.body}{opening}。",
        f"通过政府网站公开政府信息{paper.website}条。",
        f"全年新收政府信息公开申请{received}件。",
        *(f"{each}。" for each in paper.more),
    ]
    parts = [f"<h1>{paper.body}{year}年政府信息公开工作年度报告</h1>", _p(preface)]
    bodies: dict[str, list[str]] = {
        "general": [_p("".join(general))],
        "published": [_table2(paper)],
        "requests": [_table3(paper)],
        "remedies": [_table4(paper)],
        "problems": [_p(_PROBLEMS[paper.dice % len(_PROBLEMS)])],
        "other": [_p("本年度没有收取政府信息公开信息处理费。")],
    }
    for number, chapter in zip("一二三四五六", _form().chapters, strict=True):
        parts += [f"<h2>{number}、{chapter.title}</h2>", *bodies[chapter.id]]
    text = "\n".join(parts)
    title = f"{paper.body}{year}年政府信息公开工作年度报告"
    return f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head><body>{text}</body></html>'


def _p(words: str) -> str:
    return f"<p>{html.escape(words, quote=False)}</p>"


def _number(paper: Paper, cell: str) -> str:
    number = paper.wrong[cell] if cell in paper.wrong else paper.cells.get(cell, 0)
    return "" if number is None else str(number)


def _line(cells: Sequence[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(each, quote=False)}</{tag}>" for each in cells) + "</tr>"


def _table2(paper: Paper) -> str:
    lines = []
    for block in _form().tables[0].blocks:
        lines.append(f'<tr><th colspan="4">{block.title}</th></tr>')
        lines.append(_line(["信息内容", *(each.label for each in block.columns)], "th"))
        for row in block.rows:
            lines.append(_line([row.label, *(_number(paper, f"table2.{row.id}.{each.id}") for each in block.columns)]))
    return f"<table>{''.join(lines)}</table>"


def _table3(paper: Paper) -> str:
    table = _form().tables[1]
    block = table.blocks[0]
    lines = [
        f'<tr><th rowspan="3">{table.corner}</th><th colspan="7">申请人情况</th></tr>',
        '<tr><th rowspan="2">自然人</th><th colspan="5">法人或其他组织</th><th rowspan="2">总计</th></tr>',
        _line([each.label for each in block.columns if each.group], "th"),
    ]
    for row in block.rows:
        if row.kind == "heading":
            lines.append(f'<tr><td colspan="8">{row.label}</td></tr>')
        else:
            numbers = [_number(paper, f"table3.{row.id}.{each.id}") for each in block.columns]
            lines.append(_line([row.label, *numbers]))
    return f"<table>{''.join(lines)}</table>"


def _table4(paper: Paper) -> str:
    block = _form().tables[2].blocks[0]
    labels = "".join(f"<th>{each.label}</th>" for each in block.columns)
    tall = "".join(f'<th rowspan="2">{each.label}</th>' for each in block.columns)
    numbers = [_number(paper, f"table4.{row.id}_{each.id}") for row in block.rows for each in block.columns]
    return (
        '<table><tr><th colspan="5">行政复议</th><th colspan="10">行政诉讼</th></tr>'
        f'<tr>{tall}<th colspan="5">未经复议直接起诉</th><th colspan="5">复议后起诉</th></tr>'
        f"<tr>{labels}{labels}</tr>{_line(numbers)}</table>"
    )
