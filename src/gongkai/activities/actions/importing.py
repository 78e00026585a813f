"""Recording the sound rows of a spreadsheet, all or none."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.activities.actions import recording
from gongkai.activities.queries import sheets
from gongkai.orgs.models import Agency


@transaction.atomic
def import_rows(*, rows: Sequence[sheets.Sound], by: Person, at: datetime.datetime) -> int:
    """Record checked rows, each through all its channels. Returns how many rows. Raises Faulty, StatedAlready."""
    by_agency: dict[Agency, list[sheets.Sound]] = {}
    for row in rows:
        by_agency.setdefault(row.agency, []).append(row)
    for agency, own in by_agency.items():
        entries = [(each.content, each.channels) for each in own]
        recording.record_through(agency=agency, entries=entries, by=by, at=at)
    return len(rows)
