"""Chains of review: set by the office, frozen with what is handed in, and the step that is open moved on."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.disclosures.actions import kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.chain_models import Chain, ChainStep, OpenStep, RequiredStep, Submission
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.disclosures.queries import chains
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

Kind = Clearance.Kind
Standings = Mapping[int, chains.Standing]


@dataclass(frozen=True)
class Step:
    """One step as an office sets it; without `person` everybody who holds the step's role may take it."""

    kind: str
    days: int
    name: str = ""
    person: Person | None = None


@transaction.atomic
def set_chain(
    *,
    agency: Agency,
    kind: str,
    name: str,
    steps: Sequence[Step],
    by: By,
    at: datetime.datetime,
    head: Person | None = None,
    is_apart: bool = True,
    are_pages_read: bool = False,
) -> Chain:
    """Put a chain in force for an agency and all below it; the one before ends. What is handed in keeps its own.

    `kind` is a kind of column or empty. Raises UnfitChain: no secrecy review, no issue at the end, a step twice.
    """
    found = [each.kind for each in steps]
    if not name.strip():
        raise refusals.UnfitChain(_("Give the chain a name."))
    if Kind.SECRECY not in found:
        raise refusals.UnfitChain(_("A secrecy review must be among the steps."))
    if found[-1] != Kind.ISSUE:
        raise refusals.UnfitChain(_("The issue is the last step."))
    if len(set(found)) < len(found):
        raise refusals.UnfitChain(_("The same step stands twice in the chain."))
    if any(not 1 <= each.days <= 60 for each in steps):
        raise refusals.UnfitChain(_("A step takes between 1 and 60 working days."))
    named = [each.person.pk for each in steps if each.person]
    if is_apart and len(set(named)) < len(named):
        raise refusals.UnfitChain(_("Each step is taken by another person, but one person is named twice."))
    _end(agency, kind, at=at)
    chain = Chain.objects.create(
        agency=agency,
        kind=kind,
        name=name.strip(),
        head=head,
        is_apart=is_apart,
        are_pages_read=are_pages_read,
        by=kinds.reference(by),
        since_at=at,
    )
    ChainStep.objects.bulk_create(
        [
            ChainStep(
                chain=chain, position=number, kind=each.kind, name=each.name.strip(), days=each.days, person=each.person
            )
            for number, each in enumerate(steps, start=1)
        ]
    )
    _record(kinds.CHAIN_SET, chain, by, at)
    return chain


@transaction.atomic
def end_chain(*, chain: Chain, by: By, at: datetime.datetime) -> None:
    """Let a chain end: what is handed in from now on passes the chain above, or the usual three steps."""
    if _end(chain.agency, chain.kind, at=at):
        _record(kinds.CHAIN_ENDED, chain, by, at)


def _end(agency: Agency, kind: str, *, at: datetime.datetime) -> int:
    return Chain.objects.filter(agency=agency, kind=kind, ended_at__isnull=True).update(ended_at=at)


def _record(kind: str, chain: Chain, by: By, at: datetime.datetime) -> None:
    events.record(
        kind,
        by=kinds.reference(by),
        about=f"chain:{chain.pk}",
        at=at,
        agency_id=chain.agency_id,
        data={"name": chain.name},
    )


def freeze(*, handed: Sequence[tuple[Revision, Item, By]], at: datetime.datetime) -> Standings:
    """Write down, beside each revision, the chain it is handed in under. Called by `reviewing` alone.

    Returns where each stands in it: at its first step.
    """
    found = chains.chains_for([(revision, item) for revision, item, _by in handed])
    submissions = Submission.objects.bulk_create(
        [
            Submission(
                revision=revision,
                chain=chain,
                name=chain.name if chain else "",
                head=chain.head if chain else None,
                is_apart=chain.is_apart if chain else False,
                are_pages_read=chain.are_pages_read if chain else False,
                by=kinds.reference(by),
                at=at,
            )
            for (revision, _item, by), chain in zip(handed, found, strict=True)
        ]
    )
    steps = [_steps(submission, chain) for submission, chain in zip(submissions, found, strict=True)]
    RequiredStep.objects.bulk_create([each for own in steps for each in own])
    return {revision.pk: chains.Standing(own) for (revision, _item, _by), own in zip(handed, steps, strict=True)}


def _steps(submission: Submission, chain: Chain | None) -> list[RequiredStep]:
    rows = (
        [(each.kind, each.name, each.days, each.person) for each in chain.steps.all()]
        if chain
        else [(kind, "", days, None) for kind, days in chains.DEFAULT]
    )
    return [
        RequiredStep(submission=submission, position=number, kind=kind, name=name, days=days, person=person)
        for number, (kind, name, days, person) in enumerate(rows, start=1)
    ]


def move_on(*, items: Sequence[Item], at: datetime.datetime, where: Standings | None = None) -> set[int]:
    """Set the step that each item waits for from what its history says; none outside review.

    `where` is where their newest revisions stand, looked up when not given. Returns the keys of those that wait.
    """
    in_review = [(item, item.revision) for item in items if item.stage == Item.State.IN_REVIEW and item.revision]
    if where is None:
        where = chains.standings([revision for _item, revision in in_review]) if in_review else {}
    opened = {item.pk: step for item, revision in in_review if (step := where[revision.pk].open_step)}
    if len(opened) < len(items):
        OpenStep.objects.filter(item__in=[item for item in items if item.pk not in opened]).delete()
    OpenStep.objects.bulk_create(
        [
            OpenStep(item_id=key, step=step, since_at=at, due_on=chains.due_on(at, step.days), reminded_on=None)
            for key, step in opened.items()
        ],
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=["step", "since_at", "due_on", "reminded_on"],
    )
    for item in items:
        item._state.fields_cache.pop("open_step", None)
    return set(opened)
