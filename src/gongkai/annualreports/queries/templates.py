"""The wordings our texts are drafted from: paragraphs of sentences, each with its conditions and its variants."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.annualreports.queries import chapters
from gongkai.rules import forms
from gongkai.statistics.queries import indicators

_FILES = ("opening", "general", "closing")
_SLOT = re.compile(r"\{([^{}]+)\}")
_ID = re.compile(r"^(?:(?:last|change|percent):)?([a-z0-9_.]+(?:\+[a-z0-9_.]+)*)(?:@元)?$")
_PARAGRAPH = {"id", "chapter", "editions", "heading", "required", "hint", "sentences", "governments"}
_CASE = {"when", "says", "parts", "editions"}
CONDITIONS = ("none", "some", "one", "many", "up", "down", "same", "was")
WORDS = frozenset(
    {"body", "year", "contact", "parts", "press_titles", "interview_titles", "training_titles", "meeting_titles"}
)


class TemplateFault(ValueError):
    """A file of wordings is not as it should be; the message says where."""


@dataclass(frozen=True)
class Case:
    """What may be said when all conditions hold: wordings of which one is taken, and parts joined into `{parts}`."""

    when: Mapping[str, tuple[str, ...]]
    says: tuple[str, ...]
    parts: tuple[str, ...]
    editions: frozenset[str]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of the text. `sentences` are the cases of each sentence, the first that fits is written."""

    id: str
    chapter: str
    editions: frozenset[str]
    heading: str
    is_required: bool
    hint: str
    for_governments: bool
    sentences: tuple[tuple[Case, ...], ...]

    @property
    def figures(self) -> set[str]:
        """Every figure it may print or asks about, by indicator."""
        cases = [case for sentence in self.sentences for case in sentence]
        slots = {slot for case in cases for words in (*case.says, *case.parts) for slot in slots_of(words)}
        return {name for slot in slots if "." in slot for name in bases_of(slot)} | {
            name for case in cases for name in case.when
        }


def paragraphs(edition: str) -> tuple[Paragraph, ...]:
    """The paragraphs of an edition in the order of its chapters."""
    order = [each.id for each in chapters.chapters(edition)]
    own = [each for each in load() if edition in each.editions and each.chapter in order]
    return tuple(sorted(own, key=lambda each: order.index(each.chapter)))


def figures_of(edition: str) -> frozenset[str]:
    """The indicators that the paragraphs of an edition speak of."""
    return frozenset(name for each in paragraphs(edition) for name in each.figures)


def paragraph(id: str) -> Paragraph | None:
    """The paragraph of this id; None for one that there is no more, and for one's own."""
    return next((each for each in load() if each.id == id), None)


@functools.cache
def load() -> tuple[Paragraph, ...]:
    """All paragraphs as the files have them. Raises TemplateFault when one is damaged."""
    rows = tuple(parse(each) for name in _FILES for each in chapters.content(name))
    if len({each.id for each in rows}) < len(rows):
        raise TemplateFault("two paragraphs have one id")
    return rows


def parse(raw: Any) -> Paragraph:
    """Check and build one paragraph from its YAML content."""
    if not isinstance(raw, dict) or "id" not in raw or "chapter" not in raw or set(raw) - _PARAGRAPH:
        raise TemplateFault(f"not a paragraph: {raw!r}")
    return Paragraph(
        id=raw["id"],
        chapter=raw["chapter"],
        editions=_editions(raw),
        heading=raw.get("heading", ""),
        is_required=raw.get("required", False),
        hint=raw.get("hint", ""),
        for_governments=raw.get("governments", False),
        sentences=tuple(_sentence(each, raw["id"]) for each in raw.get("sentences", ())),
    )


def slots_of(words: str) -> list[str]:
    """The places of a wording that are filled in."""
    return _SLOT.findall(words)


def bases_of(slot: str) -> list[str]:
    """The indicators a figure is made of."""
    found = _ID.match(slot)
    return found[1].split("+") if found else []


def _editions(raw: Any) -> frozenset[str]:
    known = {each.edition for each in forms.load()}
    found = frozenset(raw.get("editions", known))
    if unknown := found - known:
        raise TemplateFault(f"there is no edition {', '.join(sorted(unknown))}")
    return found


def _sentence(raw: Any, where: str) -> tuple[Case, ...]:
    if "cases" not in raw:
        return (_case(raw, where, _editions(raw)),)
    if set(raw) - {"cases", "editions"}:
        raise TemplateFault(f"{where}: a sentence has cases or says one thing")
    return tuple(_case(each, where, _editions(raw)) for each in raw["cases"])


def _case(raw: Any, where: str, editions: frozenset[str]) -> Case:
    if not isinstance(raw, dict) or not raw.get("says") or set(raw) - _CASE:
        raise TemplateFault(f"{where}: not a sentence: {raw!r}")
    when = {name: _listed(words) for name, words in raw.get("when", {}).items()}
    if unknown := {word for words in when.values() for word in words} - set(CONDITIONS):
        raise TemplateFault(f"{where}: there is no condition {', '.join(sorted(unknown))}")
    case = Case(when, _listed(raw["says"]), _listed(raw.get("parts", ())), editions & _editions(raw))
    _known([*when, *(slot for words in (*case.says, *case.parts) for slot in slots_of(words))], where)
    return case


def _known(slots: Iterable[str], where: str) -> None:
    for slot in slots:
        if slot in WORDS:
            continue
        names = bases_of(slot)
        if unknown := [name for name in names or [slot] if name not in indicators.declared()]:
            raise TemplateFault(f"{where}: nothing is counted as {', '.join(unknown)}")


def _listed(raw: Any) -> tuple[str, ...]:
    return (raw,) if isinstance(raw, str) else tuple(raw)
