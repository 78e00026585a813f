"""The chain of clearance of a revision as a page shows it: who wrote it, each step, who took it, what is overdue."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.disclosures.chain_models import ChainStep, ForcedIssue, RequiredStep
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.disclosures.queries import chains, desk, review


@dataclass(frozen=True)
class Line:
    """One line: its shape (done, open, returned), words, person, moment, and what is said about it."""

    words: str
    look: str = ""
    who: str = ""
    at: datetime.datetime | None = None
    note: str = ""
    reason: str = ""
    is_open: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Picture:
    """The lines of a chain under its name; `forced` when the head ordered it out."""

    name: str
    lines: list[Line]
    forced: ForcedIssue | None = None
    are_pages_read: bool = False


def picture(
    revision: Revision, item: Item, *, on: datetime.date, steps: Sequence[RequiredStep] | None = None
) -> Picture:
    """The chain of a revision given with its clearances. No query with its frozen steps given."""
    given = {each.kind: each for each in revision.clearances.all()}
    first = Line(
        _("Written"),
        "d",
        revision.author.name,
        revision.created_at,
        _("revision %(n)d") % {"n": revision.number},
    )
    frozen = chains.frozen_steps(revision) if steps is None else steps
    if not frozen:
        chain = chains.chain_for(revision, item)
        usual = [RequiredStep(kind=kind, days=days) for kind, days in chains.DEFAULT]
        coming: Sequence[ChainStep | RequiredStep] = list(chain.steps.all()) if chain else usual
        ahead = [Line(each.name or str(Clearance.Kind(each.kind).label), who=_named(each)) for each in coming]
        return Picture(chain.name if chain else "", [first, *ahead])
    forced = chains.forced_issue(frozen)
    waiting = review.open_step(item) if item.revision_id == revision.pk else None
    lines = [first]
    for step in frozen:
        clearance = given.get(step.kind)
        if clearance is not None:
            lines.append(_decided(step, clearance))
        elif waiting is not None and waiting.step_id == step.pk:
            is_late = waiting.due_on < on
            words = desk.term_words(waiting.due_on, on=on)
            lines.append(Line(step.words, "c", _named(step), note=words, is_open=True, is_late=is_late))
        elif forced is not None and step.kind != Clearance.Kind.SECRECY:
            lines.append(Line(step.words, note=_("spared by the forced issue")))
        else:
            lines.append(Line(step.words, who=_named(step)))
    if forced is not None:
        words = _("Forced by the head")
        lines.append(Line(words, "x", forced.by.name, forced.at, reason=forced.reason))
    submission = frozen[0].submission
    return Picture(submission.name, lines, forced, submission.are_pages_read)


def _named(step: object) -> str:
    person = getattr(step, "person", None)
    return person.name if person is not None else ""


def _decided(step: RequiredStep, clearance: Clearance) -> Line:
    behalf = getattr(clearance, "on_behalf", None)
    who = clearance.reviewer.name
    if behalf is not None:
        who = _("%(name)s for %(away)s") % {"name": who, "away": behalf.person.name}
    returned = clearance.opinion == Clearance.Opinion.RETURN
    note = str(Clearance.Opinion(clearance.opinion).label)
    return Line(step.words, "x" if returned else "d", who, clearance.at, note, clearance.reason)
