"""The figures of five real reports in words of ours, so that the reader finds them where they are said."""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from gongkai.config.demo import city
from gongkai.rules import forms

Figure = tuple[str, int, str]
_WHOLE = {
    "disclosed.total": "全年主动公开政府信息{}条",
    "disclosed.by_channel.website": "通过政府网站公开政府信息{}条",
    "disclosed.by_channel.weibo": "通过政务微博公开政府信息{}条",
    "disclosed.by_channel.wechat": "通过政务微信公开政府信息{}条",
    "gazette.issues": "编印政府公报{}期",
    "reading_points.count": "设立政府信息查阅点{}个",
    "mailbox.letters_received": "领导信箱收到群众来信{}件",
    "responses.online_interviews": "举办在线访谈{}期",
    "responses.press_conferences": "举办新闻发布会{}次",
    "proposals.total": "全年办理建议提案{}件",
    "staff.total": "从事政府信息公开工作人员{}人",
    "meetings.count": "召开政府信息公开工作会议{}次",
    "trainings.count": "举办培训班{}次",
    "trainings.trainees": "接受培训{}人次",
    "requests.received.total": "全年收到政府信息公开申请{}件",
    "requests.answered.total": "全年答复政府信息公开申请{}件",
    "reconsideration.total": "因政府信息公开被申请行政复议{}件",
    "litigation.total": "因政府信息公开被提起行政诉讼{}件",
}
_PARTS = {
    "requests.received.by_channel.in_person": "当面申请",
    "requests.received.by_channel.fax": "传真申请",
    "requests.received.by_channel.online": "网络申请",
    "requests.received.by_channel.letter": "信函申请",
}
_CHAPTERS = (
    ("主动公开政府信息的情况", ("disclosed.", "gazette.", "mailbox.", "responses.", "reading_points.", "proposals.")),
    ("依申请公开政府信息和不予公开政府信息的情况", ("requests.",)),
    ("政府信息公开的收费及减免情况", ()),
    ("因政府信息公开申请行政复议、提起行政诉讼的情况", ("reconsideration.", "litigation.")),
    ("机构建设和人员培训情况", ("staff.", "meetings.", "trainings.")),
    ("政府信息公开工作存在的主要问题及改进情况", ()),
)


@dataclass(frozen=True)
class Seed:
    """What one government stated: statistics with their numbers and the part they are of; cells of the sheet of 2014."""

    body: str
    year: int
    source: str
    figures: tuple[Figure, ...]
    sheet: dict[str, int]


@functools.cache
def seeds() -> tuple[Seed, ...]:
    """The five, as the data file has them."""
    rows: list[dict[str, Any]] = yaml.load((city.DATA / "seed-reports.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return tuple(
        Seed(
            row["body"],
            row["year"],
            row["source"],
            tuple((each[0], each[1], each[2] if len(each) > 2 else "") for each in row["figures"]),
            row.get("sheet", {}),
        )
        for row in rows
    )


def text(seed: Seed) -> str:
    """A plain report that states these figures and nothing else; the source is named at its end."""
    lines = [
        f"{seed.body}{seed.year}年政府信息公开工作年度报告",
        "",
        f"所列数据的统计期限自{seed.year}年1月1日起至{seed.year}年12月31日止。",
        f"（数据取自《{seed.source}》，文字为演示另写。联系电话：0990-88612026。）",
    ]
    for number, (title, prefixes) in zip("一二三四五六", _CHAPTERS, strict=True):
        lines += [f"{number}、{title}", *_sentences([each for each in seed.figures if each[0].startswith(prefixes)])]
        if not prefixes:
            lines.append("演示数据不含这一章的文字。")
    if seed.sheet:
        lines += ["附表", "政府信息公开情况统计表", "统计指标 | 单位 | 统计数", *_sheet(seed.sheet)]
    return "\n".join(lines) + "\n"


def _sentences(figures: Sequence[Figure]) -> Iterator[str]:
    """One sentence a figure; parts of requests and of groups stand with their whole."""
    parts = "、".join(f"{_PARTS[name]}{number}件" for name, number, _part in figures if name in _PARTS)
    groups = "、".join(f"{part}{number}条" for name, number, part in figures if name == "disclosed.by_org_group")
    for name, number, _part in figures:
        if name in _WHOLE:
            words = _WHOLE[name].format(number)
            if name == "requests.received.total" and parts:
                words += f"，其中{parts}"
            elif name == "disclosed.total" and groups:
                words += f"，其中{groups}"
            yield f"{words}。"


def _sheet(cells: dict[str, int]) -> Iterator[str]:
    for row in forms.form("form-2014").tables[0].blocks[0].rows:
        if row.kind == "heading":
            yield f"{row.label} |  | "
        else:
            yield f"{row.prefix}{row.label} | {row.unit} | {cells.get(row.id, '')}"
