"""What the portal listens to, does by the clock, and checks."""

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.core import checkup, schedule
from gongkai.events import actions as events
from gongkai.portal.actions import baking, verifying
from gongkai.portal.tasks import documents, dumping, finding, following, moving, reports, specials, takedowns, whole

FOLLOWED = (*following.ITEM_KINDS, *following.AGENCY_KINDS, *following.DIRECTORY_KINDS, *reports.KINDS)
SHOWN_DIFFERENCES = 50

events.subscribe("portal", FOLLOWED, following.hear, batch=500)
# The same work straight after the commit: whoever withdraws is answered when no copy is served any more.
events.subscribe("portal-takedown", ("item.withdrawn", "report.withdrawn"), takedowns.hear, at_once=True)
events.subscribe("portal-documents", documents.KINDS, documents.hear)
events.subscribe("portal-documents-takedown", ("item.withdrawn",), documents.hear, at_once=True)
events.subscribe("portal-specials", specials.KINDS, specials.hear)
events.subscribe("portal-specials-takedown", ("item.withdrawn",), specials.hear, at_once=True)
events.subscribe("portal-accounts", specials.ACCOUNT_KINDS, specials.hear_of_accounts)
events.subscribe("portal-channels", specials.CHANNEL_KINDS, specials.hear_of_channels)
events.subscribe("portal-finding", finding.KINDS, finding.hear)
events.subscribe("portal-dump", dumping.WITHDRAWN, dumping.hear, at_once=True)


events.subscribe("portal-moved", moving.KINDS, moving.hear)


@schedule.every("portal.day", 3 * 60 * 60)
def turn_of_the_day(now: datetime.datetime) -> None:
    """Pages that tell how fresh things are follow the calendar."""
    whole.bake_day(at=now)


@checkup.check("portal", _("Public pages agree with the records"))
def examine(repair: bool) -> list[checkup.Finding]:
    """Compare the public folder with its record and the database; repair by a full bake."""
    root = Path(settings.PUBLIC_ROOT)
    found = list(verifying.verify(root=root))
    if not found:
        return []
    left: set[str] = {difference.words for difference in found}
    if repair:
        whole.bake_everything(target=baking.own(), at=timezone.now(), progress=lambda _part, _count: None)
        left = {difference.words for difference in verifying.verify(root=root)}
    findings = [checkup.Finding(each.words, repaired=each.words not in left) for each in found[:SHOWN_DIFFERENCES]]
    if len(found) > SHOWN_DIFFERENCES:
        words = _("and {number} more differences").format(number=len(found) - SHOWN_DIFFERENCES)
        findings.append(checkup.Finding(words, repaired=not left))
    return findings
