"""Co-ordination: asking other agencies about a text, their opinions, the ruling where they differ, and haste."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.disclosures.actions import drafting, kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.coordination_models import Haste, Opinion, Question, Ruling
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import coordination, review
from gongkai.orgs.models import Agency
from gongkai.rules import calendars
from gongkai.rules import coordination as law

State = Item.State
# Where a text may still be asked about: whoever schedules or publishes it must know what the others say.
_ASKABLE = (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.CLEARED)
BY = "system:tick"


@transaction.atomic
def ask(
    *, item: Item, agencies: Sequence[Agency], text: str, days: int, by: By, at: datetime.datetime
) -> list[Question]:
    """Ask agencies about the newest text of an item, each within so many working days.

    What their silence means follows the Regulation in force. Raises WrongState, ReasonMissing (nothing asked),
    OwnAgency, AskedAlready, UnfitTerm.
    """
    row = drafting.locked(item, *_ASKABLE)
    revision = row.revision
    assert revision is not None
    if not text.strip() or not agencies:
        raise refusals.ReasonMissing
    asked = set(Question.objects.filter(revision=revision).values_list("agency", flat=True))
    for agency in agencies:
        if agency.pk == row.agency_id:
            raise refusals.OwnAgency
        if agency.pk in asked:
            raise refusals.AskedAlready(agency.short_name)
    return [_ask(row, revision, each, text.strip(), days, by=by, at=at) for each in agencies]


def _ask(
    row: Item, revision: Revision, agency: Agency, text: str, days: int, *, by: By, at: datetime.datetime
) -> Question:
    on = timezone.localdate(at)
    rule = law.rule(on)
    try:
        due_on = rule.due(on, days, calendars.Calendar.load())
    except law.TermOutside as fault:
        raise refusals.UnfitTerm(str(fault)) from fault
    question = Question.objects.create(
        revision=revision,
        content_hash=revision.content_hash,
        agency=agency,
        superior=coordination.common_superior(row.agency, agency),
        text=text[:1000],
        regime=rule.regime,
        silence=rule.silence,
        days=days,
        due_on=due_on,
        by=kinds.reference(by),
        at=at,
    )
    drafting.record(
        kinds.ASKED, row, by, at, agency=agency.short_name, due_on=due_on.isoformat(), asked=agency.pk, days=days
    )
    return question


@transaction.atomic
def ask_again(*, item: Item, by: By, at: datetime.datetime) -> list[Question]:
    """Ask those who were asked about an earlier text of this round about the newest; nobody twice about one text."""
    if not Question.objects.filter(revision__item=item.pk).exists():
        return []
    row = drafting.locked(item)
    if row.stage not in _ASKABLE:
        return []
    revision = row.revision
    assert revision is not None
    now = coordination.round_of(row, revision)
    last = {each.agency_id: each for each in now.questions}
    return [_ask(row, revision, each, last[each.pk].text, last[each.pk].days, by=by, at=at) for each in now.again]


@transaction.atomic
def answer(*, question: Question, kind: str, by: Person, at: datetime.datetime, text: str = "") -> Opinion:
    """Give an agency's opinion: agree, changes or disagree (both with what is to change, or why).

    Raises AnsweredAlready, ReasonMissing, OwnCause (who wrote the text), WrongState (the item is gone).
    """
    row = _locked(question)
    if kind not in (Opinion.Kind.AGREE, Opinion.Kind.CHANGES, Opinion.Kind.DISAGREE):
        raise ValueError(kind)
    if kind != Opinion.Kind.AGREE and not text.strip():
        raise refusals.ReasonMissing
    if review.wrote_it(by, row):
        raise refusals.OwnCause
    return _opine(question, row, kind, text.strip(), by=by, at=at)


def _locked(question: Question) -> Item:
    row = drafting.locked(question.revision.item, *_ASKABLE, State.PUBLISHED, State.SCHEDULED)
    if Opinion.objects.filter(question=question).exists():
        raise refusals.AnsweredAlready
    return row


def _opine(question: Question, row: Item, kind: str, text: str, *, by: Person | None, at: datetime.datetime) -> Opinion:
    opinion = Opinion.objects.create(
        question=question, kind=kind, text=text[:1000], by=by, on=timezone.localdate(at), at=at
    )
    agency = question.agency.short_name
    if by is None:
        drafting.record(kinds.SILENT, row, BY, at, agency=agency, silence=question.silence)
    else:
        words = str(Opinion.Kind(kind).label)
        drafting.record(kinds.OPINED, row, by, at, agency=agency, opinion=words, text=opinion.text, said=kind)
    question.opinion = opinion
    return opinion


@transaction.atomic
def rule(*, question: Question, verdict: str, reason: str, by: Person, at: datetime.datetime) -> Ruling:
    """Decide for the office of the common superior where an agency objects, or kept silent and silence is no consent.

    Raises ReasonMissing, NothingToDecide, AnsweredAlready, OwnCause.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    row = drafting.locked(question.revision.item)
    fresh = coordination.questions().get(pk=question.pk)
    if fresh.decided is not None:
        raise refusals.AnsweredAlready
    if not fresh.is_disputed:
        raise refusals.NothingToDecide
    if (fresh.given is not None and fresh.given.by_id == by.pk) or review.wrote_it(by, row):
        raise refusals.OwnCause
    ruling = Ruling.objects.create(
        question=question, verdict=Ruling.Verdict(verdict), reason=reason.strip()[:1000], by=by, at=at
    )
    drafting.record(
        kinds.RULED,
        row,
        by,
        at,
        agency=fresh.agency.short_name,
        superior=fresh.superior.short_name,
        verdict=str(Ruling.Verdict(verdict).label),
        reason=ruling.reason,
    )
    return ruling


@transaction.atomic
def hasten(*, item: Item, ground: str, reason: str, by: Person, at: datetime.datetime) -> Haste:
    """Let the newest text go out before the agencies asked have answered, on a ground of the law; they still answer.

    Not by somebody who wrote it. Raises NoGround, ReasonMissing, OwnCause, WrongState, AnsweredAlready (done already).
    """
    if ground not in {each.id for each in law.exemptions()}:
        raise refusals.NoGround
    if not reason.strip():
        raise refusals.ReasonMissing
    row = drafting.locked(item, *_ASKABLE)
    revision = row.revision
    assert revision is not None
    if review.wrote_it(by, row):
        raise refusals.OwnCause
    if Haste.objects.filter(revision=revision).exists():
        raise refusals.AnsweredAlready
    made = Haste.objects.create(
        revision=revision,
        content_hash=revision.content_hash,
        ground=ground,
        reason=reason.strip()[:300],
        by=by,
        at=at,
    )
    drafting.record(kinds.HASTENED, row, by, at, ground=str(Haste.Ground(ground).label), reason=made.reason)
    return made


def check(items: Sequence[Item]) -> None:
    """Refuse newest texts to which an agency asked has not agreed. Raises QuestionsOpen.

    About most items nobody was ever asked, which one light query tells; two more for each that somebody was.
    """
    asked = set(Question.objects.filter(revision__item__in=items).values_list("revision__item", flat=True))
    for item in items:
        if item.pk not in asked or item.revision is None:
            continue
        if missing := coordination.open_agencies(item, item.revision):
            raise refusals.QuestionsOpen("、".join(each.short_name for each in missing))


def follow_terms(*, on: datetime.date, at: datetime.datetime) -> int:
    """Remind agencies shortly before their term ends, and note the silence of those whose term is over.

    Returns how many questions were touched.
    """
    soon = calendars.Calendar.load().add_working_days(on, law.REMIND)
    unanswered = coordination.questions().filter(coordination.NEWEST, opinion__isnull=True).order_by("id")
    over = list(unanswered.filter(due_on__lt=on)[:500])
    near = list(unanswered.filter(due_on__gte=on, due_on__lte=soon, reminded_on=None)[:500])
    return sum(_fall_silent(each, at=at) for each in over) + sum(_remind(each, on=on, at=at) for each in near)


@transaction.atomic
def _fall_silent(question: Question, *, at: datetime.datetime) -> int:
    row = drafting.locked(question.revision.item)
    if Opinion.objects.filter(question=question).exists():
        return 0
    _opine(question, row, Opinion.Kind.SILENT, "", by=None, at=at)
    return 1


@transaction.atomic
def _remind(question: Question, *, on: datetime.date, at: datetime.datetime) -> int:
    row = drafting.locked(question.revision.item)
    if not Question.objects.filter(pk=question.pk, reminded_on=None, opinion__isnull=True).update(reminded_on=on):
        return 0
    told = {"agency": question.agency.short_name, "due_on": question.due_on.isoformat(), "asked": question.agency_id}
    drafting.record(kinds.REMINDED, row, BY, at, **told)
    return 1
