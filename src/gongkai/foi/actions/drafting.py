"""The public form while it is being filled in: begun, kept, submitted once, forgotten.

A draft is no legal act, so nothing is recorded of it; the request it becomes is recorded by `receiving`.
"""

import datetime
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gongkai.foi.actions import receiving, uploading
from gongkai.foi.actions.receiving import Receipt, Submission
from gongkai.foi.models.intake import Draft
from gongkai.foi.queries import drafts
from gongkai.orgs.models import Agency

BY = "applicant"


def begin(*, at: datetime.datetime) -> tuple[Draft, str]:
    """A new draft with the secret that finds it again; the secret is for the applicant's browser only."""
    secret = secrets.token_urlsafe(32)
    empty = drafts.Written(secrets.token_urlsafe(32), {})
    row = Draft.objects.create(
        secret_hash=drafts.secret_hash(secret), content=empty.to_json(), started_at=at, changed_at=at
    )
    return row, secret


@transaction.atomic
def keep(*, draft: Draft, step: str, values: Mapping[str, Any], at: datetime.datetime) -> Draft:
    """Keep what was typed at a step, right or wrong. What was submitted meanwhile is not changed any more."""
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    if row.submitted_at is None:
        held = drafts.written(row)
        row.content = drafts.Written(held.key, {**held.steps, step: dict(values)}).to_json()
        row.changed_at = at
        row.save(update_fields=["content", "changed_at"])
    return row


@transaction.atomic
def submit(
    *, draft: Draft, agency: Agency, submission: Submission, arrived_on: datetime.date, at: datetime.datetime
) -> Receipt:
    """Make the draft a request, once: request, receipt and the emptied draft are one transaction, or nothing is.

    Whoever submits the same draft again, at the same moment or later, gets the same number and code.
    Raises as `receiving.receive`.
    """
    row = Draft.objects.select_for_update().get(pk=draft.pk)
    key = drafts.written(row).key
    receipt = receiving.receive(agency=agency, submission=submission, arrived_on=arrived_on, by=BY, at=at, key=key)
    if row.submitted_at is None:
        row.info_request, row.submitted_at, row.changed_at = receipt.info_request, at, at
        row.content = drafts.Written(key, {}).to_json()
        row.save()
        uploading.drop_all(draft=row)
    return receipt


@transaction.atomic
def discard(*, draft: Draft) -> None:
    """Forget a draft and its files at once."""
    uploading.drop_all(draft=draft)
    draft.delete()


def forget_old(*, at: datetime.datetime) -> int:
    """Forget the drafts whose time is over. Returns how many."""
    rows = list(drafts.overdue(at=at).defer("content")[:1000])
    for row in rows:
        discard(draft=row)
    return len(rows)
