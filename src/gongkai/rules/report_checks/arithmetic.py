"""The relations of the form: sums, balances, parts against the whole, and the links to last year's report."""

import re
from collections.abc import Iterable, Sequence

from gongkai.rules import forms
from gongkai.rules.report_checks import facts

_EXPLAINED = re.compile(r"(?:机构改革|职能(?:划转|调整)|合并|划转|撤并|更正|口径)[^。]{0,60}")
_ENOUGH = 0.5
_CLOSE = 1e-6


def check(report: facts.ReportFacts, *, previous: facts.ReportFacts | None = None) -> list[facts.Finding]:
    """Every relation of the report's form that does not hold.

    Silent where a figure is missing whose value could make it hold, where the same cell was read twice with
    different numbers, and about last year when `previous` is of another year or agency.
    """
    form = report.form
    if form is None:
        return []
    cells = _whole_cells(report, form)
    last = previous.cells if previous is not None and _is_last_year(report, previous) else {}
    found = [_relation(each, form, cells, last, report) for each in form.relations]
    return [each for each in found if each is not None]


def _is_last_year(report: facts.ReportFacts, previous: facts.ReportFacts) -> bool:
    if report.year is None or previous.year != report.year - 1:
        return False
    return report.agency is None or previous.agency is None or report.agency == previous.agency


def _whole_cells(report: facts.ReportFacts, form: forms.Form) -> dict[str, facts.Fact]:
    """The cells but one that a cut file may have broken: the last figure of the text, in the middle of the form."""
    cells = report.cells
    end = len(report.text.rstrip())
    order = list(form.cells)
    if not cells or not end:
        return cells
    name, fact = max(cells.items(), key=lambda item: (item[1].place.end, order.index(item[0])))
    if fact.place.end < end or name == order[-1] or not report.text.rstrip()[-1:].isdigit():
        return cells
    return {each: cell for each, cell in cells.items() if each != name}


def _relation(
    relation: forms.Relation,
    form: forms.Form,
    cells: dict[str, facts.Fact],
    last: dict[str, facts.Fact],
    report: facts.ReportFacts,
) -> facts.Finding | None:
    left = [cells.get(name) for name in relation.left]
    more = [cells.get(name) for name in relation.right] + [last.get(name) for name in relation.last]
    less = [cells.get(name) for name in relation.minus]
    known = [each for each in (*left, *more, *less) if each is not None]
    if not any(left) or not any(more) or any(each.is_approximate for each in known):
        return None
    if relation.last and not all((*left, *more, *less)):
        return None
    difference = _total(left) - _total(more) + _total(less)
    if relation.kind == "at_most":
        return None if difference <= _CLOSE or not all(more) else _finding(relation, form, left, more, less, difference)
    if abs(difference) <= _CLOSE:
        return None
    missing = [*more] if difference > 0 else [*left, *less]
    if None not in missing:
        finding = _finding(relation, form, left, more, less, difference)
        return _milder(finding, report) if relation.last else finding
    share = sum(each is not None for each in (*more, *left)) / len([*more, *left])
    if relation.severity == "error" and share >= _ENOUGH and all(left) and _blanks_are_zero(relation, form):
        return _blank_finding(relation, form, left, more, difference)
    return None


def _blanks_are_zero(relation: forms.Relation, form: forms.Form) -> bool:
    tables = {table.id: table for table in form.tables}
    return all(tables[form.cells[name].table].blank == "zero" for name in (*relation.left, *relation.right))


def _milder(finding: facts.Finding, report: facts.ReportFacts) -> facts.Finding:
    """A break with last year that the report itself explains is only to be looked at."""
    if finding.severity != "error" or not _EXPLAINED.search(report.text):
        return finding
    return facts.Finding(
        finding.rule,
        "warning",
        finding.sentence + "（正文似有说明，请核对）",
        finding.english + " (the text seems to explain it; please check)",
        finding.numbers,
        finding.stated,
        finding.against,
    )


def _finding(
    relation: forms.Relation,
    form: forms.Form,
    left: Sequence[facts.Fact | None],
    more: Sequence[facts.Fact | None],
    less: Sequence[facts.Fact | None],
    difference: facts.Number,
) -> facts.Finding:
    unit = form.cells[relation.left[0]].unit
    stated, computed = _total(left), _total(more) - _total(less)
    sums = _listed(more, minus=less)
    parts = _listed(left)
    off = f"相差{facts.plain(abs(difference))}{unit}"
    verb = "而" if relation.kind == "equal" else "却大于"
    sentence = f"{relation.sentence}。现为{parts}，{verb}{sums}，{off}"
    english = f"{relation.english}; stated {facts.plain(stated)}, computed {facts.plain(computed)}"
    involved = [each for each in (*left, *more, *less) if each is not None]
    return facts.Finding(
        rule=_rule(relation),
        severity=relation.severity,
        sentence=sentence,
        english=english,
        numbers=facts.numbers_of(involved, stated, computed),
        stated=_places(left),
        against=_places((*more, *less)),
    )


def _blank_finding(
    relation: forms.Relation,
    form: forms.Form,
    left: Sequence[facts.Fact | None],
    more: Sequence[facts.Fact | None],
    difference: facts.Number,
) -> facts.Finding:
    unit = form.cells[relation.left[0]].unit
    blanks = sum(each is None for each in more)
    sentence = (
        f"{relation.sentence}。现为{_listed(left)}，已填各项合计{facts.plain(_total(more))}{unit}，"
        f"相差{facts.plain(abs(difference))}{unit}，另有{blanks}格空白，请补填或更正"
    )
    english = f"{relation.english}; {blanks} cells are blank and {facts.plain(abs(difference))} are unaccounted for"
    involved = [each for each in (*left, *more) if each is not None]
    return facts.Finding(
        "blank_in_sum",
        "warning",
        sentence,
        english,
        facts.numbers_of(involved, _total(more)),
        _places(left),
        _places(more),
    )


def _rule(relation: forms.Relation) -> str:
    if relation.last:
        return "carry_over" if relation.severity == "error" else "stock"
    if relation.kind == "at_most":
        return "part_of_whole" if relation.severity == "error" else "usual_order"
    return "balance" if len(relation.left) > 1 else "sum"


def _listed(parts: Sequence[facts.Fact | None], *, minus: Sequence[facts.Fact | None] = ()) -> str:
    """The sum written out; zeros are left out of a long one."""
    numbers = [each.number for each in parts if each is not None]
    taken = [each.number for each in minus if each is not None]
    shown = [each for each in numbers if each] if len(numbers) > 4 else numbers
    words = "+".join(map(facts.plain, shown)) or "0"
    words += "".join(f"-{facts.plain(each)}" for each in taken)
    return words if len(shown) + len(taken) < 2 else f"{words}={facts.plain(sum(numbers) - sum(taken))}"


def _total(parts: Iterable[facts.Fact | None]) -> facts.Number:
    return sum(each.number for each in parts if each is not None)


def _places(parts: Iterable[facts.Fact | None]) -> tuple[facts.Place, ...]:
    return tuple(each.place for each in parts if each is not None)
