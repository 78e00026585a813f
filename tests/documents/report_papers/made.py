"""Papers of annual reports with figures by chance, zeros and large ones among them."""

import random
from decimal import Decimal

from gongkai.documents import reading, report_facts
from gongkai.documents.annual_report import reading as reports
from gongkai.documents.report_papers import parts, statutory
from gongkai.rules import forms

YEARS = {"form-2014": 2016, "form-2019": 2020, "form-2021": 2024}
_NUMBERS = "一二三四五六"
_MARKED = 3


def figures(edition: str, seed: int) -> dict[str, Decimal]:
    """A figure for every cell: zeros, small and large ones, amounts with decimals, what has become less."""
    chance = random.Random(seed)
    found = {}
    for cell in forms.form(edition).cells.values():
        number = Decimal(chance.choice((0, 0, chance.randint(1, 99), chance.randint(1_000, 99_999), 3_985_758)))
        if cell.unit in ("万元", "元"):
            number += Decimal("0.6")
        found[cell.id] = -number if cell.column.is_signed else number
    return found


def paper(edition: str, stated: dict[str, Decimal], *, has_notes: bool = True) -> parts.Paper:
    """A whole report: the chapters of the edition, its tables where they belong, some figures with notes."""
    form = forms.form(edition)
    noted = list(form.cells.values())[2::_MARKED] if has_notes else []
    notes = {
        cell.id: parts.Note(parts.mark(place), f"{cell.name}：手工填报，理由见附件", cell.id)
        for place, cell in enumerate(noted, start=1)
    }
    made: list[parts.Part] = [parts.Paragraph("本报告按照《中华人民共和国政府信息公开条例》编制，电话号码见公开指南。")]
    for place, chapter in enumerate(form.chapters):
        made.append(parts.Heading(f"{_NUMBERS[place]}、{chapter.title}"))
        made.append(parts.Paragraph("制度进一步完善，平台运行平稳，社会关切得到回应。"))
        made += [statutory.table(each, stated, notes) for each in form.tables if each.chapter == chapter.id]
    for each in form.tables:
        if each.chapter not in {chapter.id for chapter in form.chapters}:
            made += [
                parts.Heading(f"附件：{each.title}", is_new_page=True),
                statutory.table(each, stated, notes),
            ]
    year = YEARS[edition]
    title = f"云州市人民政府{year}年政府信息公开工作年度报告"
    return parts.Paper(title, "云州市人民政府", year, edition, tuple(made), ("第1版", "校验值 SHA-256 " + "0a" * 32))


def read_back(data: bytes, name: str) -> dict[str, Decimal]:
    """The figures that the reader of reports finds in a file, by cell."""
    document = reading.read(data, name=name)
    facts = report_facts.of(document, reports.read_report(document))
    return {cell: Decimal(str(fact.number)) for cell, fact in facts.cells.items()}
