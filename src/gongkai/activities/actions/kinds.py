"""The events activities record, each with the sentence that presents it."""

import datetime

from django.utils.translation import gettext_lazy as _

from gongkai.activities.models.channels import Account, Posting
from gongkai.activities.models.records import Activity
from gongkai.events import actions as events
from gongkai.events.models import Event

RECORDED = events.declare("activity.recorded", _("Recorded “{title}”"))
CORRECTED = events.declare("activity.corrected", _("Corrected the record “{title}”: {reason}"))
STRUCK = events.declare("activity.struck", _("Struck out the record “{title}”: {reason}"))
REMINDED = events.declare("activity.reminded", _("Reminded to record what was done in {month}: {count} records so far"))


def event(kind: str, activity: Activity, *, by: str, at: datetime.datetime, **data: object) -> Event:
    """An event about an activity, not written yet."""
    return events.event(
        kind,
        by=by,
        about=activity.reference,
        at=at,
        agency_id=activity.agency_id,
        data={"title": activity.title, "kind": activity.kind, "year": activity.year, **data},
    )


OPENED = events.declare("account.opened", _("Entered the account “{name}”"))
EDITED = events.declare("account.edited", _("Changed the account “{name}”"))
CONNECTED = events.declare("account.connected", _("Entered new credentials for the account “{name}”"))
DISCONNECTED = events.declare("account.disconnected", _("Removed the credentials of the account “{name}”"))
CHECKED = events.declare("account.checked", _("Looked at the account “{name}”: newest post of {updated_on}"))
CLOSED = events.declare("account.closed", _("Closed the account “{name}”: {note}"))
SILENT = events.declare("account.silent", _("The account “{name}” has been silent for {days} days"))
ORDERED = events.declare("posting.ordered", _("Ordered “{title}” to be posted to “{account}”"))
REPEATED = events.declare("posting.repeated", _("Ordered “{title}” to be sent to “{account}” again"))
POSTED = events.declare("posting.posted", _("“{title}” was posted to “{account}”"))
FAILED = events.declare("posting.failed", _("“{title}” could not be posted to “{account}”: {reason}"))
CANCELLED = events.declare("posting.cancelled", _("“{title}” is not posted to “{account}” any more: {reason}"))
DELETING = events.declare("posting.deleting", _("Ordered “{title}” to be deleted from “{account}”"))
GONE = events.declare("posting.gone", _("“{title}” is gone from “{account}”"))
STAYS = events.declare("posting.stays", _("“{title}” still stands in “{account}”: {reason}"))


def account_event(kind: str, account: Account, *, by: str, at: datetime.datetime, **data: object) -> Event:
    """An event about an account, not written yet."""
    told = {"name": account.name, **data}
    return events.event(kind, by=by, about=account.reference, at=at, agency_id=account.agency_id, data=told)


def posting_event(kind: str, posting: Posting, *, by: str, at: datetime.datetime, **data: object) -> Event:
    """An event about an item's way into an account, not written yet; it stands in the trail of the item."""
    item = posting.item
    told = {"title": posting.revision.title, "account": posting.account.name, "posting": posting.pk, **data}
    return events.event(kind, by=by, about=item.reference, at=at, agency_id=item.agency_id, data=told)
