"""Reports for tests: tables that balance, in any edition, and running text with its figures marked."""

import re

from gongkai.rules import forms
from gongkai.rules.report_checks import facts

_MARK = re.compile(r"\[(~?)([a-z_.]+|-) ([\d.]+)([^\d\]]*)\]")
_CLAUSE = re.compile(r"[,，。;；、\n(（]")


def told(text: str, **more: object) -> facts.ReportFacts:
    """A report from text with marked figures: 收到申请[requests.received.total 8件]; `-` has no id, `~` is 约."""
    plain = ""
    found = []
    position = 0
    for match in _MARK.finditer(text):
        plain += text[position : match.start()]
        position = match.end()
        begin = max((each.end() for each in _CLAUSE.finditer(plain)), default=0)
        plain += match[3] + match[4]
        words = plain[begin:]
        number = float(match[3]) if "." in match[3] else int(match[3])
        found.append(
            facts.Fact(
                None if match[2] == "-" else match[2],
                number,
                match[4],
                "prose",
                facts.Place(words, begin, len(plain)),
                label=re.sub(r"[\d.]+\D{0,2}$", "", words),
                is_approximate=bool(match[1]),
            )
        )
    plain += text[position:]
    more.setdefault("year", 2023)
    return facts.ReportFacts(facts=(*found, *more.pop("cells", ())), text=plain, **more)  # type: ignore[arg-type]


def tabled(form: forms.Form, figures: dict[str, int | float]) -> tuple[facts.Fact, ...]:
    """The facts of a form's cells; a cell that is not named is blank."""
    return tuple(
        facts.Fact(
            form.cells[name].indicator,
            number,
            form.cells[name].unit,
            "table",
            facts.Place(f"{form.cells[name].name} {number}"),
            cell=name,
        )
        for name, number in figures.items()
    )


def report(form: forms.Form, figures: dict[str, int | float], **more: object) -> facts.ReportFacts:
    """A report that consists of its tables."""
    more.setdefault("year", form.first_year)
    return facts.ReportFacts(facts=tabled(form, figures), edition=form.edition, **more)  # type: ignore[arg-type]


def balanced(form: forms.Form, numbers: list[int]) -> dict[str, int | float]:
    """Every cell of the form filled so that all its error relations hold, from free numbers (used in a circle)."""
    if form.edition == "form-2014":
        return _sheet(form, numbers)
    drawn = iter(numbers * 40)
    figures: dict[str, int | float] = {}
    for table in form.tables:
        if table.id == "table2":
            figures |= {cell.id: next(drawn) for cell in table.cells}
    parts = next(each.right for each in form.relations if each.id == "t3_result_sum.natural")
    rows = [name.split(".")[1] for name in parts]
    columns = ("natural", "company", "research", "charity", "legal_service", "other_org")
    for column in columns:
        for row in rows:
            figures[f"table3.{row}.{column}"] = next(drawn)
        handled = sum(figures[f"table3.{row}.{column}"] for row in rows)
        out = next(drawn)
        carried_in = min(next(drawn), handled + out)
        figures[f"table3.result_total.{column}"] = handled
        figures[f"table3.carried_out.{column}"] = out
        figures[f"table3.carried_in.{column}"] = carried_in
        figures[f"table3.new.{column}"] = handled + out - carried_in
    for row in [*rows, "result_total", "carried_out", "carried_in", "new"]:
        figures[f"table3.{row}.total"] = sum(figures[f"table3.{row}.{column}"] for column in columns)
    for row in ("review", "suit_direct", "suit_after_review"):
        outcomes = [f"table4.{row}_{each}" for each in ("upheld", "corrected", "other", "pending")]
        figures |= {name: next(drawn) for name in outcomes}
        figures[f"table4.{row}_total"] = sum(figures[name] for name in outcomes)
    return figures


def _sheet(form: forms.Form, numbers: list[int]) -> dict[str, int | float]:
    drawn = iter(numbers * 40)
    figures: dict[str, int | float] = {name: next(drawn) for name in form.cells}
    sums = {each.left[0]: each.right for each in form.relations if each.kind == "equal" and each.severity == "error"}
    for whole in ("s3_r4_refused", "s3_received", "s3_closed", "s3_replied", "s4", "s5", "s8_staff"):
        figures[whole] = sum(figures[name] for name in sums[whole])
    figures["s1_total"] = figures["s1_total"] + figures["s1_normative_disclosed"]
    figures["s2_press"] = figures["s2_press"] + figures["s2_press_head"]
    figures["s2_interview"] = figures["s2_interview"] + figures["s2_interview_head"]
    return figures
