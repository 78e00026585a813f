"""The file of a policy: opened, its steps noted, and in the end the document it became."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongkai.disclosures.actions import kinds, refusals
from gongkai.disclosures.actions.kinds import By
from gongkai.disclosures.document_models import PolicyFile, PolicyStep
from gongkai.disclosures.models import Item
from gongkai.events import actions as events
from gongkai.orgs.models import Agency


@transaction.atomic
def open_file(*, agency: Agency, title: str, by: By, at: datetime.datetime, document: Item | None = None) -> PolicyFile:
    """Open the file of a policy, perhaps of a document that is there already. Raises UnfitStep, LinkedAlready."""
    if not title.strip():
        raise refusals.UnfitStep(_("Give the policy a name."))
    file = PolicyFile.objects.create(agency=agency, title=title.strip(), by=kinds.reference(by), at=at)
    _record(kinds.POLICY_OPENED, file, by, at)
    return name_document(file=file, document=document, by=by, at=at) if document else file


@transaction.atomic
def name_document(*, file: PolicyFile, document: Item | None, by: By, at: datetime.datetime) -> PolicyFile:
    """Say which document the policy became; None takes it back. Raises LinkedAlready, OfOthers."""
    row = PolicyFile.objects.select_for_update().get(pk=file.pk)
    if document is not None and not _is_near(row.agency, document):
        raise refusals.OfOthers
    row.document = document
    try:
        with transaction.atomic():
            row.save(update_fields=["document"])
    except IntegrityError as error:
        raise refusals.LinkedAlready from error
    revision = document.revision if document else None
    item = document.pk if document else None
    _record(kinds.POLICY_NAMED, row, by, at, document=revision.title if revision else "—", item=item)
    return row


@transaction.atomic
def add_step(
    *,
    file: PolicyFile,
    kind: str,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    until: datetime.date | None = None,
    item: Item | None = None,
    received: int | None = None,
    adopted: int | None = None,
    note: str = "",
) -> PolicyStep:
    """Note a step, perhaps with the item that shows it and numbers of opinions. Raises UnfitStep, OfOthers."""
    if until is not None and until < on:
        raise refusals.UnfitStep(_("The last day lies before the first."))
    if adopted is not None and (received is None or adopted > received):
        raise refusals.UnfitStep(_("No more opinions can be adopted than were received."))
    if item is not None and not _is_near(file.agency, item):
        raise refusals.OfOthers
    step = PolicyStep.objects.create(
        file=file,
        kind=PolicyStep.Kind(kind),
        on=on,
        until=until,
        item=item,
        received=received,
        adopted=adopted,
        note=note.strip(),
        by=kinds.reference(by),
        at=at,
    )
    _record(kinds.POLICY_STEP, file, by, at, step=str(step.get_kind_display()), on=on.isoformat())
    return step


@transaction.atomic
def remove_step(*, step: PolicyStep, by: By, at: datetime.datetime) -> None:
    """Take a step out of its file; the trail keeps it."""
    file, words, on = step.file, str(step.get_kind_display()), step.on.isoformat()
    step.delete()
    _record(kinds.POLICY_STEP_REMOVED, file, by, at, step=words, on=on)


def _is_near(agency: Agency, item: Item) -> bool:
    """Whether an item belongs to an agency, to one above it or to one below it."""
    return agency.path.startswith(item.agency.path) or item.agency.path.startswith(agency.path)


def _record(kind: str, file: PolicyFile, by: By, at: datetime.datetime, **data: object) -> None:
    data = {"title": file.title, **data}
    events.record_many(
        [events.event(kind, by=kinds.reference(by), about=file.reference, at=at, agency_id=file.agency_id, data=data)]
    )
