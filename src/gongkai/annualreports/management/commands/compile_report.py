"""`gongkai report compile`: the statutory form of an agency and year, counted from its records; its text drafted."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.annualreports.actions import compiling, refusals
from gongkai.annualreports.queries import chapters, wording, working
from gongkai.orgs.models import Agency
from gongkai.statistics.queries import filling, spans

EDITIONS = ("2014", "2019", "2021")


class Command(BaseCommand):
    """Prints the figures; nothing is written."""

    help = "由记录生成年度报告统计表 / the form of an agency and year, counted from its records"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose form, of which year, in which edition."""
        parser.add_argument("--agency", required=True, metavar="CODE", help="机关代码 / the agency's code")
        parser.add_argument("--year", required=True, type=int, metavar="YEAR", help="年度 / the year reported on")
        parser.add_argument("--form", choices=EDITIONS, default="", help="统计表版本，默认按年度 / edition of the form")
        parser.add_argument("--subtree", action="store_true", help="含所有下级机关 / with all agencies below")
        parser.add_argument("--text", action="store_true", help="并起草正文 / draft the text too")
        parser.add_argument("--json", action="store_true", help="一行 JSON / one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and print; a CommandError (exit code 1) for an unknown agency or a year without form."""
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(_("There is no agency with the code %s.") % options["agency"])
        year = options["year"]
        try:
            edition = compiling.edition_of(year, f"form-{options['form']}" if options["form"] else "")
            if year > timezone.localdate().year or year < 1949:
                raise refusals.NotInThatYear(agency.name, year)
            compiling.expect(agency, year, timezone.now())
        except refusals.Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        filled = filling.fill(spans.Scope(agency, spans.year(year), options["subtree"]), edition)
        drafted = working.drafted(filled) if options["text"] else []
        if options["json"]:
            self.stdout.write(as_json(filled, drafted))
        else:
            self.stdout.write("\n".join([as_table(filled), *as_text(filled.edition, drafted)]))


def as_text(edition: str, drafted: Sequence[wording.Drafted]) -> Iterator[str]:
    """The drafted text for people, chapter by chapter; what is to be written by hand stands in brackets."""
    for chapter in chapters.chapters(edition) if drafted else ():
        own = [each for each in drafted if each.chapter == chapter.id and (each.text or each.is_required)]
        yield ""
        if chapter.heading:
            yield chapter.heading
        yield from (each.text or f"〔{each.about or each.hint}〕" for each in own)


def as_json(filled: filling.FilledForm, drafted: Sequence[wording.Drafted] = ()) -> str:
    """Edition and values by cell, in the order of the form; which of them a person stated by hand, if any.

    With a drafted text its chapters: every number of a paragraph is [start, end, cell or indicator, as printed].
    """
    found: dict[str, Any] = {
        "form": filled.edition,
        "values": {id: number(each.number) for id, each in filled.cells.items()},
    }
    if entered := [id for id, each in filled.cells.items() if each.is_entered]:
        found["entered"] = entered
    if drafted:
        found["text"] = [
            {
                "id": chapter.id,
                "heading": chapter.heading,
                "paragraphs": [
                    {"text": each.text, "links": each.links}
                    for each in drafted
                    if each.chapter == chapter.id and each.text
                ],
            }
            for chapter in chapters.chapters(filled.edition)
        ]
    return json.dumps(found, ensure_ascii=False)


def number(value: int | Decimal) -> int | float:
    """A figure as JSON has it: whole where it is whole."""
    value = filling.plain(value)
    return value if isinstance(value, int) else float(value)


def as_table(filled: filling.FilledForm) -> str:
    """The same for people, a line for each cell."""
    scope = filled.scope
    below = "（含下级）" if scope.with_subtree else ""
    rows = [f"{scope.agency.name}{below} {scope.span.year}年度 {filled.edition}"]
    for id, each in filled.cells.items():
        mark = "  ＊手工填报" if each.is_entered else ""
        rows.append(f"  {id:<42} {number(each.number):>14,} {each.cell.unit:<2} {each.cell.name}{mark}")
    return "\n".join(rows)
