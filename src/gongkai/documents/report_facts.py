"""From a report as read to the plain facts that the checks of `rules.report_checks` judge."""

from gongkai.documents import paper
from gongkai.documents.annual_report import report as reports
from gongkai.language import folding
from gongkai.rules import forms
from gongkai.rules.report_checks import facts

_COLUMNS = ("natural", "company", "research", "charity", "legal_service", "other_org")


def of(document: paper.Document, found: reports.Report) -> facts.ReportFacts:
    """The facts of a report. Places count in the document's text, whose folded form of equal length is `text`."""
    edition = f"form-{found.edition}" if found.edition else None
    form = forms.form(edition) if edition else None
    values = sorted((*found.values, *found.others), key=_order)
    return facts.ReportFacts(
        facts=tuple(_fact(value, _cell(values, place, form)) for place, value in enumerate(values)),
        year=found.year,
        agency=found.agency,
        title=found.title,
        regime=found.regime,
        edition=edition,
        text=_aligned(document.text),
        headings=tuple(
            facts.Heading(folding.fold_text(each.heading), each.level, each.span.start, each.span.end)
            for each in found.chapters
        ),
    )


def _fact(value: reports.Value, cell: str | None) -> facts.Fact:
    evidence = value.evidence
    place = facts.Place(
        evidence.text,
        evidence.span.start,
        evidence.span.end,
        evidence.page,
        evidence.table,
        evidence.row,
        evidence.column,
    )
    return facts.Fact(
        id=value.id,
        number=value.number,
        unit=folding.fold_text(value.unit),
        stated=value.stated,
        place=place,
        label=folding.fold_text(value.label),
        is_approximate=value.is_approximate,
        is_implied=value.is_implied,
        period=value.period,
        cell=cell,
    )


def _order(value: reports.Value) -> tuple[int, int, bool]:
    """The order of reading; in one row by column, and figures without a name before their total."""
    return value.evidence.span.start, value.evidence.column or 0, value.id is not None


def _cell(values: list[reports.Value], place: int, form: forms.Form | None) -> str | None:
    """The cell of a figure whose row has a name for its total only: the six before a total are its columns."""
    value = values[place]
    if form is None or value.id is not None or value.stated != "table" or "其他处理" not in value.label:
        return None
    for first in range(max(0, place - len(_COLUMNS) + 1), place + 1):
        row = values[first : first + len(_COLUMNS) + 1]
        if len(row) <= len(_COLUMNS) or row[-1].id != "requests.other_handling.total":
            continue
        if all(_row(each) == _row(value) for each in row) and not any(each.id for each in row[:-1]):
            name = f"table3.other.{_COLUMNS[place - first]}"
            return name if name in form.cells else None
    return None


def _row(value: reports.Value) -> tuple[int, int | None]:
    evidence = value.evidence
    return (evidence.span.start, None) if evidence.table is None else (evidence.table, evidence.row)


def _aligned(text: str) -> str:
    """The text folded character by character without changing its length."""
    folded = folding.fold_text(text)
    if len(folded) == len(text):
        return folded
    return "".join((folding.fold_text(each) or " ")[0] for each in text)
