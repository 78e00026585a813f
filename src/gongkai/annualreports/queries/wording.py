"""Drafting the text of a report: from figures and a few words to paragraphs whose every number is linked.

Pure: the same figures, words and seed always give the same text. A sentence whose figure is unknown is not written.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annualreports.queries import templates, values
from gongkai.annualreports.queries.templates import Case, Paragraph
from gongkai.annualreports.queries.values import Values

Link = tuple[int, int, str, str]
_SLOT = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Drafted:
    """A paragraph as drafted; empty where nothing is known, then `hint` says what to write."""

    template: str
    chapter: str
    text: str
    links: tuple[Link, ...] = ()
    hint: str = ""
    heading: str = ""
    is_required: bool = False
    about: str = ""


@dataclass(frozen=True)
class Words:
    """What the sentences call by a name instead of a number; what is empty drops its sentence.

    `seed` decides between wordings that say the same; `problems` are those of last year's report.
    """

    body: str
    year: int
    seed: str
    contact: str = ""
    is_government: bool = False
    titles: Mapping[str, str] | None = None
    problems: tuple[str, ...] = ()

    def of(self, name: str) -> str:
        """The words for a slot; empty when there are none."""
        plain = {"body": self.body, "year": str(self.year), "contact": self.contact}
        return plain.get(name) or (self.titles or {}).get(name, "")


def draft(figures: Values, words: Words) -> list[Drafted]:
    """Every paragraph of the edition, drafted, in order; problems of last year's report each with their place."""
    found: list[Drafted] = []
    for each in templates.paragraphs(figures.edition):
        if each.for_governments and not words.is_government:
            continue
        if each.id == "problems.own":
            found.extend(_answers(words))
        text, links = _paragraph(each, figures, words)
        found.append(Drafted(each.id, each.chapter, text, links, each.hint, each.heading, each.is_required))
    return found


def _answers(words: Words) -> Iterable[Drafted]:
    for number, problem in enumerate(words.problems, start=1):
        hint = "写明对上年报告所列这一问题做了什么、结果怎样"
        yield Drafted(f"problems.last-{number}", "problems", "", (), hint, "", is_required=True, about=problem)


def _paragraph(paragraph: Paragraph, figures: Values, words: Words) -> tuple[str, tuple[Link, ...]]:
    text, links = "", []
    for number, cases in enumerate(paragraph.sentences):
        seed = f"{words.seed}:{paragraph.id}:{number}"
        said = next((one for one in (_case(each, figures, words, seed) for each in cases) if one), None)
        if said is None:
            continue
        text = text or paragraph.heading
        links += [(start + len(text), end + len(text), id, printed) for start, end, id, printed in said[1]]
        text += said[0]
    return text, tuple(links)


def _case(case: Case, figures: Values, words: Words, seed: str) -> tuple[str, list[Link]] | None:
    if figures.edition not in case.editions:
        return None
    if not all(_holds(condition, name, figures) for name, wanted in case.when.items() for condition in wanted):
        return None
    parts = [one for one in (_filled(each, figures, words, None, positive=True) for each in case.parts) if one]
    if case.parts and not parts:
        return None
    joined = _joined(parts)
    said = [one for one in (_filled(each, figures, words, joined) for each in case.says) if one]
    return said[zlib.crc32(seed.encode()) % len(said)] if said else None


def _joined(parts: list[tuple[str, list[Link]]]) -> tuple[str, list[Link]]:
    text, links = "", []
    for words, own in parts:
        text += "，" if text else ""
        links += [(start + len(text), end + len(text), id, printed) for start, end, id, printed in own]
        text += words
    return text, links


def _filled(
    wording: str,
    figures: Values,
    words: Words,
    parts: tuple[str, list[Link]] | None,
    *,
    positive: bool = False,
) -> tuple[str, list[Link]] | None:
    """A wording with everything filled in; None when a figure or a word is missing, or `positive` and it is zero."""
    text, links, position = "", [], 0
    for match in _SLOT.finditer(wording):
        text += wording[position : match.start()]
        position, slot = match.end(), match[1]
        if slot == "parts":
            if parts is None or not parts[0]:
                return None
            links += [(start + len(text), end + len(text), id, printed) for start, end, id, printed in parts[1]]
            text += parts[0]
        elif slot in templates.WORDS:
            if not words.of(slot):
                return None
            text += words.of(slot)
        else:
            id = figures.link(slot)
            number = figures.number(id)
            if number is None or (positive and not number):
                return None
            printed = values.written(number)
            links.append((len(text), len(text) + len(printed), id, printed))
            text += printed
    return text + wording[position:], links


def _holds(condition: str, name: str, figures: Values) -> bool:
    number, before = figures.number(figures.link(name)), figures.before(figures.link(name))
    if number is None:
        return False
    compared = {"up": 1, "down": -1, "same": 0}
    if condition in compared:
        return before is not None and (number > before) - (number < before) == compared[condition]
    if condition == "was":
        return before is not None and before > 0
    return {"none": number == 0, "some": number > 0, "one": number == 1, "many": number > 1}[condition]


def plain_numbers(links: Iterable[Link]) -> dict[str, Decimal]:
    """The numbers of links by id."""
    return {id: Decimal(printed) for _start, _end, id, printed in links}
