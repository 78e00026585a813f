"""What happened to a case, line by line, each with its article."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.accounts.models import Person
from gongkai.foi.models.clock import Entry
from gongkai.foi.models.letters import Delivery
from gongkai.foi.queries import clocks
from gongkai.foi.queries.case import CasePage, LetterLine
from gongkai.rules import explanations, letters

_STILL = {
    Entry.Kind.ASSIGNED,
    Entry.Kind.TRANSFERRED,
    Entry.Kind.SEARCHED,
    Entry.Kind.SUPPLEMENTED,
    Entry.Kind.DELIVERED,
}


@dataclass(frozen=True)
class Happening:
    """One line of the timeline. `moves`: it changes the term; `is_void`: it was taken back."""

    on: datetime.date
    at: datetime.datetime
    words: str
    more: str
    who: str
    law: str
    moves: bool
    is_void: bool = False
    is_warning: bool = False
    link: int | None = None


def happenings(page: CasePage) -> list[Happening]:
    """Everything that happened to a case, the newest first. No query."""
    voided = {each.voids_id for each in page.entries if each.voids_id}
    found = [_entry(each, page, voided) for each in page.entries]
    for line in page.letters:
        found += _letter(line, page)
    for note in page.notes:
        found.append(
            Happening(timezone.localdate(note.at), note.at, _("Note"), note.text, note.author.name, "", moves=False)
        )
    # Of what happened at one moment, the last written stands first.
    return sorted(found, key=lambda each: (each.on, each.at))[::-1]


def _entry(entry: Entry, page: CasePage, voided: set[int]) -> Happening:
    step = _step(page.explanation.steps, entry)
    is_void = entry.pk in voided
    law = step.article if step and not is_void else ""
    more = entry.reason
    if entry.until:
        more = f"{more}　" if more else ""
        more += _("until %(day)s") % {"day": entry.until.isoformat()}
    return Happening(
        on=entry.on,
        at=entry.at,
        words=str(Entry.Kind(entry.kind).label) + _party(entry, page),
        more=more,
        who=who(entry.by, page.people),
        law=law,
        moves=entry.kind in clocks.CLOCK_KINDS and entry.kind not in _STILL and not is_void,
        is_void=is_void or entry.kind == Entry.Kind.VOIDED,
        is_warning=bool(step and step.is_warning),
    )


def _party(entry: Entry, page: CasePage) -> str:
    """Whom a question went to, by name: the page is for those who handle the case."""
    one = next((each for each in page.consultations if each.pk == entry.consultation_id), None)
    return f"：{one.party_name}" if one else ""


def _step(steps: Sequence[explanations.Step], entry: Entry) -> explanations.Step | None:
    return next((each for each in steps if each.kind == entry.kind and each.on == entry.on), None)


def _letter(line: LetterLine, page: CasePage) -> list[Happening]:
    title = letters.letter(line.letter.kind).title(page.info_request.regime)
    found = []
    if line.issue is not None:
        words = _("Issued: %(title)s") % {"title": title}
        name = who(line.issue.by, page.people)
        found.append(
            Happening(
                line.issue.on, line.issue.at, words, line.issue.number, name, "", moves=False, link=line.letter.pk
            )
        )
    for each in line.deliveries:
        words = f"{Delivery.Step(each.step).label}（{Delivery.Way(each.way).label}）：{title}"
        more = "　".join(part for part in (each.tracking_no, each.note) if part)
        found.append(Happening(each.on, each.at, words, more, who(each.by, page.people), "", moves=False))
    return found


def who(reference: str, people: Mapping[int, Person]) -> str:
    """Who acted, by name; applicants and the machine by their kind."""
    kind, _colon, number = reference.partition(":")
    if kind == "person" and number.isdecimal() and int(number) in people:
        return people[int(number)].name
    if kind == "applicant":
        return pgettext("who acted", "the applicant")
    return "" if kind in {"person", "system", ""} else reference
