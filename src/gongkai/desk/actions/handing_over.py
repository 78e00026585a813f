"""Passing on everything that stands with somebody who leaves, in one step, and undoing it while nothing has changed."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts import actions as people
from gongkai.accounts.models import Person, RoleHolding
from gongkai.activities.actions import accounts
from gongkai.activities.models.channels import Account
from gongkai.activities.queries.belongings import ACCOUNT
from gongkai.core.belongings import Belonging
from gongkai.desk.models import Handover, Passed
from gongkai.desk.queries.belongings import KINDS, ROLE
from gongkai.disclosures.actions import absences, passing
from gongkai.disclosures.actions import refusals as item_refusals
from gongkai.disclosures.chain_models import Chain, OpenStep, Substitution
from gongkai.disclosures.keeping_models import Keeper
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries.belongings import CHAIN, REVIEW, STANDING_IN, TEXT
from gongkai.events import actions as events
from gongkai.foi.actions import handling
from gongkai.foi.actions import refusals as case_refusals
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.queries.belongings import CASE
from gongkai.orgs.models import Agency

HANDED_OVER = events.declare("person.handed-over", gettext_lazy("Handed over {count} things of {name}"))
TAKEN_BACK = events.declare("person.handover-undone", gettext_lazy("Undid the hand-over of {count} things of {name}"))
_REFUSED = (people.Refused, item_refusals.Refused, case_refusals.Refused)


class NotPassed(Exception):
    """Something could not be passed on, so nothing was; `sentence` says what and why."""

    def __init__(self, title: str, why: str) -> None:
        super().__init__(title)
        self.sentence = f"{title}：{why}"


class NothingToPass(NotPassed):
    """Nothing was chosen."""

    def __init__(self) -> None:
        Exception.__init__(self)
        self.sentence = _("Choose what goes to whom.")


class MovedOn(Exception):
    """Something happened since, so nothing is undone; `titles` name it."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(*titles)
        self.sentence = _("It has gone on since, so nothing was undone: %(titles)s.") % {"titles": "、".join(titles)}


@dataclass(frozen=True)
class _Move:
    """One thing on its way to somebody."""

    thing: Belonging
    person: Person
    to: Person
    by: Person
    at: datetime.datetime


@transaction.atomic
def hand_over(
    *, person: Person, given: Sequence[tuple[Belonging, Person]], by: Person, at: datetime.datetime
) -> Handover:
    """Pass things on, each to the person named; all of them or none. Each leaves the event of its own kind.

    Raises NotPassed, NothingToPass.
    """
    if not given:
        raise NothingToPass
    order = list(KINDS)
    handover = Handover.objects.create(person=person, by=by, at=at)
    done: dict[str, int | None] = {}
    for thing, to in sorted(given, key=lambda pair: order.index(pair[0].kind)):
        move = _Move(thing, person, to, by, at)
        was = _role_as_it_was(thing)
        try:
            # The steps that chains keep for a person go on together.
            once = thing.kind == REVIEW and REVIEW in done
            before, after = (None, done[REVIEW]) if once else _PASS[thing.kind](move)
        except _REFUSED as refusal:
            raise NotPassed(thing.title, getattr(refusal, "sentence", str(refusal))) from refusal
        done[thing.kind] = after
        Passed.objects.create(
            handover=handover,
            kind=thing.kind,
            subject=thing.pk,
            title=f"{thing.title} {thing.agency}".strip()[:400] if thing.kind == ROLE else thing.title[:400],
            to=to,
            before=before,
            after=after,
            was=was,
        )
    _record(HANDED_OVER, handover, by, at, len(given))
    return handover


@transaction.atomic
def undo(*, handover: Handover, by: Person, at: datetime.datetime) -> Handover:
    """Give everything back, when it all still is where it was passed to. Raises MovedOn."""
    row = Handover.objects.select_for_update(of=("self",)).select_related("person").get(pk=handover.pk)
    passed = list(row.passed.select_related("to").order_by("id"))
    if row.undone_at is not None:
        raise MovedOn([_("undone already")])
    moved = [each.title for each in passed if not _STANDS[each.kind](each, row)]
    if moved:
        raise MovedOn(moved)
    for each in passed:
        try:
            _UNDO[each.kind](each, row, by, at)
        except _REFUSED as refusal:
            raise MovedOn([f"{each.title}（{getattr(refusal, 'sentence', str(refusal))}）"]) from refusal
    row.undone_at, row.undone_by = at, by
    row.save(update_fields=["undone_at", "undone_by"])
    _record(TAKEN_BACK, row, by, at, len(passed))
    return row


def _role_as_it_was(thing: Belonging) -> dict[str, Any]:
    if thing.kind != ROLE:
        return {}
    row = RoleHolding.objects.get(pk=thing.pk)
    until = row.until.isoformat() if row.until else ""
    return {"role": row.role, "agency": row.agency_id, "with_subtree": row.with_subtree, "until": until}


def _record(kind: str, row: Handover, by: Person, at: datetime.datetime, count: int) -> None:
    data = {"name": row.person.name, "count": count, "handover": row.pk}
    events.record(kind, by=by.reference, about=row.person.reference, at=at, agency_id=row.person.home_id, data=data)


# --- passing on: each returns what stood before and what stands after ---

_Keys = tuple[int | None, int | None]


def _pass_role(move: _Move) -> _Keys:
    on = move.at.date()
    row = RoleHolding.objects.select_related("agency").get(pk=move.thing.pk, person=move.person)
    until = row.until
    same = RoleHolding.objects.in_force(on).filter(person=move.to, role=row.role, agency=row.agency)
    people.end_role(holding=row, on=on, by=move.by.reference, at=move.at)
    if same.exists():
        return None, None
    given = people.give_role(
        person=move.to,
        role=row.role,
        agency=row.agency,
        since=on,
        until=until,
        with_subtree=row.with_subtree,
        by=move.by.reference,
        at=move.at,
    )
    return None, given.pk


def _pass_text(move: _Move) -> _Keys:
    before = Keeper.objects.filter(item=move.thing.pk).values_list("person", flat=True).first()
    item = Item.objects.get(pk=move.thing.pk)
    return before, passing.pass_text(item=item, to=move.to, by=move.by, at=move.at).pk


def _pass_review(move: _Move) -> _Keys:
    row = passing.pass_steps(person=move.person, to=move.to, by=move.by, at=move.at)
    return None, row.pk


def _pass_place(move: _Move) -> _Keys:
    chain = Chain.objects.get(pk=move.thing.pk)
    made = passing.pass_place(chain=chain, person=move.person, to=move.to, by=move.by, at=move.at)
    return chain.pk, made.pk


def _pass_standing_in(move: _Move) -> _Keys:
    row = Substitution.objects.select_related("person", "substitute").get(pk=move.thing.pk)
    return row.pk, passing.pass_standing_in(row=row, to=move.to, by=move.by, at=move.at).pk


def _pass_case(move: _Move) -> _Keys:
    row = InfoRequest.objects.get(pk=move.thing.pk)
    handling.assign(info_request=row, officer=move.to, by=move.by, at=move.at)
    return None, None


def _pass_account(move: _Move) -> _Keys:
    _name_responsible(move.thing.pk, move.to, move.by, move.at)
    return None, None


def _name_responsible(account_id: int, to: Person, by: Person, at: datetime.datetime) -> None:
    row = Account.objects.get(pk=account_id)
    names = (
        "channel",
        "name",
        "opened_on",
        "handle",
        "address",
        "silent_days",
        "is_listed",
        "connector",
        "is_automatic",
    )
    kept = {name: getattr(row, name) for name in names}
    accounts.edit(account=row, particulars=accounts.Particulars(responsible=to, **kept), by=by, at=at)


_PASS: Mapping[str, Callable[[_Move], _Keys]] = {
    ROLE: _pass_role,
    TEXT: _pass_text,
    REVIEW: _pass_review,
    CHAIN: _pass_place,
    STANDING_IN: _pass_standing_in,
    CASE: _pass_case,
    ACCOUNT: _pass_account,
}


# --- whether each still is where it was passed to ---


def _text_stands(each: Passed, row: Handover) -> bool:
    kept = Keeper.objects.filter(item=each.subject, person=each.to_id, at=row.at)
    return kept.filter(item__changed_at__lte=row.at, item__revision__created_at__lte=row.at).exists()


def _review_stands(each: Passed, row: Handover) -> bool:
    is_open = OpenStep.objects.filter(pk=each.subject, item__changed_at__lte=row.at).exists()
    return is_open and Substitution.objects.filter(pk=each.after or 0, ended_at__isnull=True).exists()


_STANDS: Mapping[str, Callable[[Passed, Handover], bool]] = {
    ROLE: lambda each, row: (
        each.after is None or RoleHolding.objects.filter(pk=each.after or 0, person=each.to_id).exists()
    ),
    TEXT: _text_stands,
    REVIEW: _review_stands,
    CHAIN: lambda each, row: Chain.objects.filter(pk=each.after or 0, ended_at__isnull=True).exists(),
    STANDING_IN: lambda each, row: Substitution.objects.filter(pk=each.after or 0, ended_at__isnull=True).exists(),
    CASE: lambda each, row: InfoRequest.objects.filter(pk=each.subject, officer=each.to_id, changed_at=row.at).exists(),
    ACCOUNT: lambda each, row: Account.objects.filter(pk=each.subject, responsible=each.to_id).exists(),
}


# --- giving back ---


def _undo_role(each: Passed, row: Handover, by: Person, at: datetime.datetime) -> None:
    if each.after is not None:
        given = RoleHolding.objects.get(pk=each.after or 0)
        people.end_role(holding=given, on=row.at.date(), by=by.reference, at=at)
    was = each.was
    people.give_role(
        person=row.person,
        role=was["role"],
        agency=Agency.objects.get(pk=was["agency"]),
        since=row.at.date(),
        until=datetime.date.fromisoformat(was["until"]) if was["until"] else None,
        with_subtree=was["with_subtree"],
        by=by.reference,
        at=at,
    )


def _undo_text(each: Passed, row: Handover, by: Person, at: datetime.datetime) -> None:
    item = Item.objects.get(pk=each.subject)
    before = Person.objects.filter(pk=each.before).first() if each.before else row.person
    passing.give_back(item=item, to=before or row.person, by=by, at=at)


def _undo_review(each: Passed, row: Handover, by: Person, at: datetime.datetime) -> None:
    running = Substitution.objects.select_related("person", "substitute").filter(
        pk=each.after or 0, ended_at__isnull=True
    )
    for substitution in running:
        absences.come_back(substitution=substitution, by=by, at=at)


def _undo_place(each: Passed, row: Handover, by: Person, at: datetime.datetime) -> None:
    passing.set_again(chain=Chain.objects.get(pk=each.before or 0), by=by, at=at)


def _undo_standing_in(each: Passed, row: Handover, by: Person, at: datetime.datetime) -> None:
    substitution = Substitution.objects.select_related("person", "substitute").get(pk=each.after or 0)
    passing.pass_standing_in(row=substitution, to=row.person, by=by, at=at)


def _undo_case(each: Passed, row: Handover, by: Person, at: datetime.datetime) -> None:
    handling.assign(info_request=InfoRequest.objects.get(pk=each.subject), officer=row.person, by=by, at=at)


_UNDO: Mapping[str, Callable[[Passed, Handover, Person, datetime.datetime], None]] = {
    ROLE: _undo_role,
    TEXT: _undo_text,
    REVIEW: _undo_review,
    CHAIN: _undo_place,
    STANDING_IN: _undo_standing_in,
    CASE: _undo_case,
    ACCOUNT: lambda each, row, by, at: _name_responsible(each.subject, row.person, by, at),
}
