"""The numbers of a text against their figures: links carried along when it is edited, and what no longer agrees.

Pure: text, links and figures go in. Positions count characters of the text.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annualreports.queries import values
from gongkai.annualreports.queries.values import Values
from gongkai.annualreports.queries.wording import Link
from gongkai.documents.annual_report import reading, report
from gongkai.rules import forms
from gongkai.rules.report_checks import facts
from gongkai.statistics.queries import indicators

_TOKEN = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?|.", re.DOTALL)
_FIRST_DIGIT = re.compile(r"[0-9０-９]")
_RECEIVED, _CARRIED = "requests.received.total", "requests.carried_in.total"


@dataclass(frozen=True)
class Flag:
    """A number that is not its figure. `expected` is what belongs there; `can_put` whether it can simply be put in.

    `is_read` marks numbers that nobody linked: the reader took them for this figure.
    """

    start: int
    end: int
    printed: str
    id: str
    expected: str
    is_read: bool = False
    can_put: bool = True


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    words: str

    @property
    def is_number(self) -> bool:
        return bool(_FIRST_DIGIT.match(self.words))


def number_of(printed: str) -> Decimal | None:
    """The number that digits say, full width and separators allowed; None for what is no number."""
    plain = unicodedata.normalize("NFKC", printed).replace(",", "")
    return Decimal(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def carry(old: str, links: Iterable[Sequence[object]], new: str) -> list[Link]:
    """The links of an old text in a new one: each follows its number, also where another number took its place."""
    known = {int(str(start)): (int(str(end)), str(id)) for start, end, id, _printed in links}
    before, after = _tokens(old), _tokens(new)
    matcher = difflib.SequenceMatcher(None, [each.words for each in before], [each.words for each in after], False)
    found: list[Link] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "delete" or kind == "insert":
            continue
        for one, other in _paired(before[a:b], after[c:d], before, after, is_equal=kind == "equal"):
            if one.start in known and known[one.start][0] == one.end:
                found.append((other.start, other.end, known[one.start][1], other.words))
    return sorted(found)


def check(
    text: str, links: Iterable[Sequence[object]], figures: Values, *, heading: str = "", year: int | None = None
) -> list[Flag]:
    """Every number of a text that is not its figure: the linked ones, and those the report reader takes for one."""
    linked = [(int(str(start)), int(str(end)), str(id), str(printed)) for start, end, id, printed in links]
    found = [flag for flag in (_linked(each, figures) for each in linked) if flag is not None]
    if not text.strip():
        return found
    taken = [(start, end) for start, end, _id, _printed in linked]
    for value in reading.read_passage(text, heading=heading, year=year):
        flag = _read(value, text, figures, taken)
        if flag is not None:
            found.append(flag)
    unique = {(each.start, each.end): each for each in found}
    return sorted(unique.values(), key=lambda each: (each.start, each.end))


def put(text: str, links: Iterable[Sequence[object]], flags: Iterable[Flag]) -> tuple[str, list[Link]]:
    """The text with the figures in place of the flagged numbers, and its links."""
    chosen = sorted((each for each in flags if each.can_put), key=lambda each: each.start)
    marks = {int(str(start)): str(id) for start, _end, id, _printed in links}
    places = {int(str(start)): (int(str(end)), str(printed)) for start, end, _id, printed in links}
    for each in chosen:
        marks.setdefault(each.start, each.id)
        places[each.start] = (each.end, each.expected)
    instead = {each.start: each.expected for each in chosen}
    written, made, position = "", [], 0
    for start in sorted(places):
        end, printed = places[start]
        if start < position:
            continue
        written += text[position:start]
        words = instead.get(start, text[start:end])
        made.append((len(written), len(written) + len(words), marks[start], words if start in instead else printed))
        written += words
        position = end
    return written + text[position:], made


def _linked(link: Link, figures: Values) -> Flag | None:
    start, end, id, printed = link
    figure, number = figures.number(id), number_of(printed)
    if figure is None or number == figure:
        return None
    return Flag(start, end, printed, id, _written(figure, printed))


def _read(value: report.Value, text: str, figures: Values, taken: Sequence[tuple[int, int]]) -> Flag | None:
    if value.id is None or value.is_approximate or value.period == "cumulative":
        return None
    span = value.evidence.span
    start, end = _place(value, text)
    if any(start < last and first < end for first, last in taken):
        return None
    id = value.id if value.period == "year" else f"last:{value.id}"
    figure = figures.number(id)
    if figure is None or _is_same(value, figure, figures):
        return None
    is_digits = number_of(text[start:end]) == Decimal(str(value.number))
    expected = _written(_in_unit(figure, value.id, value.unit, figures.edition), text[start:end])
    shown = (start, end) if is_digits else (span.start, span.end)
    return Flag(*shown, text[slice(*shown)], figures.link(id), expected, is_read=True, can_put=is_digits)


def _is_same(value: report.Value, figure: Decimal, figures: Values) -> bool:
    assert value.id is not None
    stated = Decimal(str(value.number))
    accepted = {_in_unit(figure, value.id, value.unit, figures.edition)}
    carried = figures.number(_CARRIED) if value.id == _RECEIVED and value.period == "year" else None
    if carried is not None:
        accepted.add(figure + carried)  # received may be told with what was carried in
    return stated in accepted


def _in_unit(figure: Decimal, id: str, unit: str, edition: str) -> Decimal:
    own = unit_of(id, edition)
    if own == unit or not (own.endswith("元") and unit.endswith("元")):
        return figure
    place = facts.Place("")
    factors = [Decimal(str(facts.Fact(None, 1, each, "prose", place).amount)) for each in (own, unit)]
    return (figure * factors[0] / factors[1]).normalize()


def unit_of(id: str, edition: str) -> str:
    """The unit a figure is counted in; empty for what is neither cell nor indicator."""
    cell = values.cell_of(edition, id)
    if cell is not None:
        return forms.form(edition).cells[cell].unit
    declared = indicators.declared().get(id)
    return declared.unit if declared else ""


def _place(value: report.Value, text: str) -> tuple[int, int]:
    """Where the digits of a value stand: the last ones of its words that say this number, else the last digits."""
    span = value.evidence.span
    inside = [each for each in _tokens(text[span.start : span.end]) if each.is_number]
    same = [each for each in inside if number_of(each.words) == Decimal(str(value.number))]
    chosen = (same or inside)[-1:]
    if not chosen:
        return span.start, span.end
    return span.start + chosen[0].start, span.start + chosen[0].end


def _written(figure: Decimal, like: str) -> str:
    """A figure written as the number was: with separators where that had some."""
    plain = values.written(figure)
    whole, dot, rest = plain.partition(".")
    return f"{int(whole):,}{dot}{rest}" if "," in like or "，" in like else plain


def _tokens(text: str) -> list[_Token]:
    return [_Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]


def _paired(
    old: list[_Token], new: list[_Token], all_old: list[_Token], all_new: list[_Token], *, is_equal: bool
) -> Iterable[tuple[_Token, _Token]]:
    """Numbers of a changed stretch with those that took their place: in order, else by the word after them."""
    before, after = [each for each in old if each.is_number], [each for each in new if each.is_number]
    if is_equal or len(before) == len(after):
        return list(zip(before, after, strict=True))
    following_old = {each.start: all_old[place + 1].words for place, each in enumerate(all_old[:-1])}
    following_new = {each.start: all_new[place + 1].words for place, each in enumerate(all_new[:-1])}
    pairs, left = [], list(after)
    for one in before:
        alike = [each for each in left if following_new.get(each.start) == following_old.get(one.start)]
        if alike:
            pairs.append((one, alike[0]))
            left.remove(alike[0])
    return pairs
