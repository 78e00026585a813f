"""Drafts of the public form: found by the browser's secret, opened, and how long they are kept."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from gongkai.core import encryption
from gongkai.foi.models.intake import Draft, PendingFile

# A draft is kept so long after the last change; what was submitted so long for its receipt to be seen again.
KEPT = datetime.timedelta(days=7)
RECEIPT_KEPT = datetime.timedelta(days=1)
STEPS = ("what", "where", "who", "how")


@dataclass(frozen=True)
class Written:
    """What a draft holds: the secret key of its submission, and what was typed at each step."""

    key: str
    steps: Mapping[str, Mapping[str, Any]]

    def step(self, name: str) -> dict[str, Any]:
        """What was typed at a step; empty when it has not been reached."""
        return dict(self.steps.get(name, {}))

    def to_json(self) -> str:
        """How it lies in the draft, before it is sealed."""
        return json.dumps({"key": self.key, "steps": {name: dict(each) for name, each in self.steps.items()}})


def secret_hash(secret: str) -> str:
    """The hash under which a draft is kept."""
    return hashlib.sha256(b"gongkai draft" + secret.encode()).hexdigest()


def find(secret: str, *, at: datetime.datetime) -> Draft | None:
    """The draft of a browser's secret while it is kept; None for none, or one that can no longer be opened."""
    if not secret:
        return None
    try:
        row = Draft.objects.filter(secret_hash=secret_hash(secret)).first()
    except encryption.Unopenable:
        return None
    if row is None:
        return None
    kept = RECEIPT_KEPT if row.submitted_at else KEPT
    return row if (row.submitted_at or row.changed_at) + kept > at else None


def written(draft: Draft) -> Written:
    """What a draft holds."""
    held = json.loads(draft.content)
    return Written(held["key"], held["steps"])


def files(draft: Draft) -> QuerySet[PendingFile]:
    """The files that have come up whole, in the order they were begun."""
    return draft.files.filter(completed_at__isnull=False).order_by("id")


def overdue(*, at: datetime.datetime) -> QuerySet[Draft]:
    """The drafts that are kept no longer."""
    unsent = Draft.objects.filter(submitted_at__isnull=True, changed_at__lte=at - KEPT)
    return unsent | Draft.objects.filter(submitted_at__lte=at - RECEIPT_KEPT)
