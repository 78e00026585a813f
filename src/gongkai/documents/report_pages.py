"""The comparison of reports as one web page: charts with their tables, then the whole table; no script, no request."""

import html

from gongkai.documents import charts, report_comparison
from gongkai.rules.report_checks import facts

_CHARTED = (
    "disclosed.total",
    "requests.received.total",
    "requests.handled.total",
    "requests.granted.total",
    "requests.carried_out.total",
    "reconsideration.total",
    "litigation.total",
    "normative_documents.issued",
    "normative_documents.in_force",
    "licensing.decisions",
    "penalty.decisions",
)
_MOST_LINES = 6
_STYLE = (
    "body{font-family:system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;line-height:1.6}"
    "table{border-collapse:collapse;margin:.5rem 0 2rem}th,td{border:1px solid #999;padding:.2rem .6rem}"
    "td{text-align:right}th{text-align:left}svg{max-width:100%;height:auto}.wide{overflow-x:auto}"
)


def page(compared: report_comparison.Comparison) -> str:
    """A whole page in Chinese."""
    agencies = list(dict.fromkeys(each.agency for each in compared.columns))
    title = f"政府信息公开工作年度报告比较：{'、'.join(agencies[:3])}{'等' if len(agencies) > 3 else ''}"
    charted = [row for name in _CHARTED for row in compared.rows if row.id == name]
    parts = "".join(_section(compared, row) for row in charted if sum(each is not None for each in row.values) > 1)
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{_text(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{_text(title)}</h1>{parts}<h2>全部数据</h2>{_whole(compared)}</body></html>\n"
    )


def _section(compared: report_comparison.Comparison, row: report_comparison.Row) -> str:
    title = f"{row.label}（{row.unit}）"
    stated = [(column, value) for column, value in zip(compared.columns, row.values, strict=True) if value is not None]
    agencies = list(dict.fromkeys(column.agency for column, _ in stated))
    has_years = all(column.year is not None for column, _ in stated)
    if has_years and len(agencies) < len(stated) and len(agencies) <= _MOST_LINES:
        series = {
            agency: [(column.year, value) for column, value in stated if column.agency == agency and column.year]
            for agency in agencies
        }
        chart = charts.lines(title, series, unit=row.unit)
    else:
        chart = charts.bars(title, [(column.head, value) for column, value in stated], unit=row.unit)
    shares = compared.per_inhabitant(row)
    has_shares = any(each is not None for each in shares)
    head = "<tr><th>报告</th><th>数量</th>" + ("<th>每万人</th>" if has_shares else "") + "</tr>"
    lines = "".join(
        f"<tr><th>{_text(column.head)}</th><td>{_number(value)}</td>"
        + (f"<td>{_number(share)}</td>" if has_shares else "")
        + "</tr>"
        for column, value, share in zip(compared.columns, row.values, shares, strict=True)
    )
    return f"<h2>{_text(row.label)}</h2><figure>{chart}</figure><table>{head}{lines}</table>"


def _whole(compared: report_comparison.Comparison) -> str:
    heads = "".join(f"<th>{_text(each.head)}</th>" for each in compared.columns)
    lines = "".join(
        f"<tr><th>{_text(row.label)}</th><td>{_text(row.unit)}</td>"
        + "".join(f"<td>{_number(each)}</td>" for each in row.values)
        + "</tr>"
        for row in compared.rows
    )
    return f'<div class="wide"><table><tr><th>指标</th><th>单位</th>{heads}</tr>{lines}</table></div>'


def _number(value: int | float | None) -> str:
    return "" if value is None else facts.plain(value)


def _text(words: str) -> str:
    return html.escape(words)
