"""A clean-up campaign: begun over the documents in force on a day, judged one by one, carried out, closed in public."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.disclosures.actions import kinds, publishing, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.document_models import Cleanup, CleanupEntry
from gongkai.disclosures.models import Ending, Item
from gongkai.disclosures.queries import cleanups, normative
from gongkai.events import actions as events
from gongkai.orgs.models import Agency

Verdict = CleanupEntry.Verdict
# The door through which each verdict is carried out; an amendment is written and reviewed like every text.
_ENDS = {Verdict.REPEAL: Ending.Kind.REPEAL, Verdict.LAPSE: Ending.Kind.VOID}
AT_ONCE = 200


@dataclass(frozen=True)
class Done:
    """What was carried out, and what was refused with its sentence."""

    done: tuple[Item, ...]
    refused: tuple[tuple[Item, str], ...]


@transaction.atomic
def begin(
    *,
    agency: Agency,
    title: str,
    as_of: datetime.date,
    due_on: datetime.date,
    by: By,
    at: datetime.datetime,
    basis: str = "",
) -> Cleanup:
    """Begin a campaign of an office: the public documents in force on a day, its own and of all below it, are listed.

    Raises UnfitCleanup: no title, a day ahead, a term before today, no document in force.
    """
    if not title.strip():
        raise refusals.UnfitCleanup(_("Give the clean-up a title."))
    if as_of > at.date():
        raise refusals.UnfitCleanup(_("The documents in force are listed of today or of a day that has passed."))
    if due_on < at.date():
        raise refusals.UnfitCleanup(_("The last day for verdicts has passed already."))
    rows = normative.in_force(on=as_of).filter(
        item__state=Item.State.PUBLISHED, item__agency__path__startswith=agency.path
    )
    ids = list(rows.order_by("item_id").values_list("item_id", flat=True))
    if not ids:
        raise refusals.UnfitCleanup(_("No document of this office and those below it was in force on that day."))
    cleanup = Cleanup.objects.create(
        agency=agency,
        title=title.strip(),
        basis=basis.strip(),
        as_of=as_of,
        due_on=due_on,
        by=kinds.reference(by),
        at=at,
    )
    CleanupEntry.objects.bulk_create([CleanupEntry(cleanup=cleanup, item_id=pk) for pk in ids], batch_size=1000)
    _record(kinds.CLEANUP_BEGUN, cleanup, by, at, count=len(ids))
    return cleanup


@transaction.atomic
def prolong(*, cleanup: Cleanup, due_on: datetime.date, by: By, at: datetime.datetime) -> Cleanup:
    """Move the last day for verdicts. Raises CleanupClosed, UnfitCleanup."""
    row = _locked(cleanup)
    if due_on < at.date():
        raise refusals.UnfitCleanup(_("The last day for verdicts has passed already."))
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    _record(kinds.CLEANUP_PROLONGED, row, by, at, due_on=due_on.isoformat())
    return row


@transaction.atomic
def judge(
    *, cleanup: Cleanup, entries: Iterable[CleanupEntry], verdict: str, reason: str, by: By, at: datetime.datetime
) -> list[CleanupEntry]:
    """Give documents of a campaign their verdict, or another one. Raises CleanupClosed, ReasonMissing, ValueError."""
    row = _locked(cleanup)
    if not reason.strip():
        raise refusals.ReasonMissing
    if Verdict(verdict) == Verdict.NONE:
        raise ValueError(verdict)
    wanted = [each.pk for each in entries]
    rows = list(row.entries.filter(pk__in=wanted).select_related("item__public_revision", "item__revision"))
    for each in rows:
        each.verdict, each.reason, each.by, each.at = verdict, reason.strip(), kinds.reference(by), at
    CleanupEntry.objects.bulk_update(rows, ["verdict", "reason", "by", "at"], batch_size=200)
    words = str(Verdict(verdict).label)
    events.record_many(
        [
            _event(
                kinds.JUDGED, row, by, at, verdict=words, reason=reason.strip(), document=_title(each.item),
                item=each.item_id, agency_id=each.item.agency_id,
            )
            for each in rows
        ]
    )  # fmt: skip
    return rows


@transaction.atomic
def carry_out(
    *, cleanup: Cleanup, entries: Sequence[CleanupEntry], on: datetime.date, act: Item, by: By, at: datetime.datetime
) -> Done:
    """Repeal or declare lapsed what was judged so, by the public document `act`, through `publishing.change_validity`.

    What is over already is passed over; what the door refuses is told with its sentence. Raises NotPublic.
    """
    if not Item.objects.public().filter(pk=act.pk).exists():
        raise refusals.NotPublic
    done, refused = [], []
    for each in entries[:AT_ONCE]:
        kind = _ENDS.get(Verdict(each.verdict))
        if each.cleanup_id != cleanup.pk or kind is None or each.item.validity in normative.OVER:
            continue
        try:
            with transaction.atomic():
                publishing.change_validity(item=each.item, kind=kind, on=on, reason=each.reason, act=act, by=by, at=at)
            done.append(each.item)
        except refusals.Refused as refusal:
            refused.append((each.item, refusal.sentence))
    if done:
        _record(kinds.CARRIED_OUT, cleanup, by, at, count=len(done), act=act.pk)
    return Done(tuple(done), tuple(refused))


@transaction.atomic
def close(*, cleanup: Cleanup, announcement: Item, by: By, at: datetime.datetime) -> Cleanup:
    """Close a campaign by the public item that announces its results; the public list of results is made from then on.

    Raises CleanupClosed, Undecided, NotPublic.
    """
    row = _locked(cleanup)
    left = cleanups.progress(row).undecided
    if left:
        raise refusals.Undecided(left)
    if not Item.objects.public().filter(pk=announcement.pk).exists():
        raise refusals.NotPublic
    row.announcement, row.closed_by, row.closed_at = announcement, kinds.reference(by), at
    row.save(update_fields=["announcement", "closed_by", "closed_at"])
    _record(kinds.CLEANUP_CLOSED, row, by, at)
    return row


def _locked(cleanup: Cleanup) -> Cleanup:
    row = Cleanup.objects.select_for_update().get(pk=cleanup.pk)
    if row.is_closed:
        raise refusals.CleanupClosed
    return row


def _title(item: Item) -> str:
    revision = item.public_revision or item.revision
    return revision.title if revision else str(item)


def _event(
    kind: str, cleanup: Cleanup, by: By, at: datetime.datetime, *, agency_id: int | None = None, **data: object
) -> events.Event:
    return events.event(
        kind,
        by=kinds.reference(by),
        about=cleanup.reference,
        at=at,
        agency_id=agency_id or cleanup.agency_id,
        data={"title": cleanup.title, **data},
    )


def _record(kind: str, cleanup: Cleanup, by: By, at: datetime.datetime, **data: object) -> None:
    events.record_many([_event(kind, cleanup, by, at, agency_id=None, **data)])
