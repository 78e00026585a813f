"""Marks as the redaction screen carries them from one turn to the next: a list that never leaves the form."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from gongkai.documents.redaction import marks
from gongkai.foi.actions import redacting

MOST = 2000
LONGEST = 500


@dataclass
class Marking:
    """The marks made so far, and what was wrong with the last turn."""

    given: list[marks.Mark] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each mark with its number, its words, its ground, and the text that carries it along."""
        return [
            {
                "number": number,
                "words": words_of(mark),
                "ground": redacting.reason(mark.ground),
                "carried": carried(mark),
                "page": getattr(mark, "page", None),
                "area": mark if isinstance(mark, marks.Area) else None,
            }
            for number, mark in enumerate(self.given, start=1)
        ]


def carried(mark: marks.Mark) -> str:
    """A mark as the form sends it back."""
    plain = {name: getattr(mark, name) for name in mark.__dataclass_fields__ if name != "label"}
    return json.dumps({"kind": type(mark).__name__.lower(), **plain}, ensure_ascii=False)


def words_of(mark: marks.Mark) -> str:
    """A mark in words."""
    if isinstance(mark, marks.Quote):
        return _("“%(text)s”, wherever it stands") % {"text": mark.text}
    if isinstance(mark, marks.Area):
        place = {"page": mark.page, "left": round(mark.x0), "top": round(mark.y0)}
        return _("Page %(page)d, area at %(left)d, %(top)d") % place
    return _("Paragraph %(n)d, signs %(start)d to %(end)d") % {
        "n": mark.paragraph, "start": mark.start + 1, "end": mark.end,
    }  # fmt: skip


def read(post: QueryDict) -> Marking:
    """The marks a form sends, with those just made added and those ticked taken away."""
    found = Marking()
    removed = {int(text) for text in post.getlist("remove") if text.isdecimal()}
    for number, text in enumerate(post.getlist("mark")[:MOST], start=1):
        mark = _mark(text)
        if mark is not None and number not in removed:
            found.given.append(mark)
    ground = post.get("ground", "")
    new = [text for text in post.getlist("new")[:MOST] if text]
    quote = post.get("quote", "").strip()[:LONGEST]
    area = _typed_area(post)
    if (new or quote or area) and ground not in redacting.GROUNDS:
        found.errors.append(_("Choose the ground first."))
        return found
    for text in new:
        mark = _mark(text, ground)
        if mark is not None and mark not in found.given:
            found.given.append(mark)
    if quote:
        found.given.append(marks.Quote(quote, ground))
    if area:
        found.given.append(marks.Area(ground=ground, **area))
    return found


def _mark(text: str, ground: str = "") -> marks.Mark | None:
    """A mark out of its JSON; none for what is no mark."""
    try:
        raw = json.loads(text)
        kind, ground = raw.get("kind"), ground or str(raw["ground"])
        if ground not in redacting.GROUNDS:
            return None
        label = redacting.GROUNDS[ground][0]
        if kind == "quote":
            return marks.Quote(str(raw["text"])[:LONGEST], ground, label)
        if kind == "area":
            edges = {name: float(raw[name]) for name in ("x0", "y0", "x1", "y1")}
            return marks.Area(page=int(raw["page"]), ground=ground, label=label, **edges)
        if kind == "passage":
            ends = {name: int(raw[name]) for name in ("paragraph", "start", "end")}
            return marks.Passage(part=str(raw["part"])[:200], ground=ground, label=label, **ends)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return None


def _typed_area(post: QueryDict) -> dict[str, Any] | None:
    """An area typed as millimetres from the top left corner, for who uses no pointer."""
    sides = {}
    for name in ("left", "top", "right", "bottom"):
        try:
            sides[name] = float(post.get(name, ""))
        except ValueError:
            return None
    page = post.get("page", "1")
    point = 72 / 25.4
    return {
        "page": int(page) if page.isdecimal() else 1,
        "x0": min(sides["left"], sides["right"]) * point,
        "y0": min(sides["top"], sides["bottom"]) * point,
        "x1": max(sides["left"], sides["right"]) * point,
        "y1": max(sides["top"], sides["bottom"]) * point,
    }
