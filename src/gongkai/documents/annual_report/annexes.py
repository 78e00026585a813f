"""Other tables of figures: every row with a label and one number is read as a sentence would be."""

import re

from gongkai.documents import paper
from gongkai.documents.annual_report import cells, prose, quantities, report, tables
from gongkai.language import folding

_UNIT = re.compile("|".join(sorted(quantities.UNITS, key=len, reverse=True)))
_LONGEST = 60


def read(document: paper.Document, *, read_already: tables.Read, year: int | None) -> list[report.Value]:
    """Figures of tables that are none of the statutory ones: the last label before a number and the unit beside it."""
    taken = {each.evidence.table for each in read_already.values}
    found: list[report.Value] = []
    for number, table in enumerate(document.tables):
        if number in taken or table.width < 2 or cells.is_list(table):
            continue
        section = table.caption
        for row in range(len(table.rows)):
            here = [cell for cell in table.cells if cell.row == row]
            numbers = [cell for cell in here if quantities.parse_cell(folding.fold_text(cell.text)) is not None]
            labels = [cell for cell in here if cell not in numbers and 1 < len(cell.text.strip()) <= _LONGEST]
            if not numbers and len(labels) == 1:
                section = labels[0].text
            figures = [cell for cell in numbers if labels and cell.column > labels[0].column]
            if len(figures) == 1 and labels:
                found.append(_value(document, number, labels, figures[0], here, section, year))
    return found


def _value(
    document: paper.Document,
    table: int,
    labels: list[paper.Cell],
    figure: paper.Cell,
    here: list[paper.Cell],
    section: str,
    year: int | None,
) -> report.Value:
    units = [cell.text.strip() for cell in here if _UNIT.fullmatch(cell.text.strip())]
    words = [cell for cell in labels if cell.text.strip() not in units and cell.column < figure.column] or labels
    label = folding.fold_text(re.sub(r"\s", "", words[-1].text))
    printed = _UNIT.search(label[-8:]) if re.search(r"[(（]", label[-8:]) else None
    unit = units[0] if units else printed.group() if printed else ""
    number = quantities.parse_cell(folding.fold_text(figure.text))
    assert number is not None
    name = re.sub(r"^(?:其中:?|[(（]?[一二三四五六七八九十\d]{1,2}[)）.、]+)+|数?(?:[(（].*[)）])?:?$", "", label)
    sentence = f"{name}{number}{unit}"
    stated = prose.read(sentence, parts=[(0, len(sentence), folding.fold_text(section))], year=year)
    last = next((each for each in stated if each.number == number and not each.is_implied), None)
    span = paper.Span(
        (words[-1].span or figure.span or document.tables[table].span).start,
        (figure.span or document.tables[table].span).end,
    )
    page = figure.page or document.tables[table].page
    evidence = report.Evidence(span.of(document.text), span, page, table, figure.row, figure.column)
    return report.Value(last.id if last else None, number, unit, words[-1].text, "table", evidence)
