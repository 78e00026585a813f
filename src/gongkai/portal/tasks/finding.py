"""Keeping annual reports findable: after what happened to them, and to the names of their agencies."""

from collections.abc import Sequence

from gongkai.annualreports.queries import shelves
from gongkai.events.models import Event
from gongkai.portal.pages import findable
from gongkai.search.actions import indexing, rebuilding
from gongkai.search.queries import generations

REPORT_KINDS = ("report.published", "report.described", "report.withdrawn")
KINDS = (*REPORT_KINDS, *rebuilding.AGENCY_KINDS)


def hear(heard: Sequence[Event]) -> None:
    """Bring the reports of these events up to date in the index; a missing index is built with them by itself."""
    ids = set(rebuilding.touched_records(heard, "report"))
    for agency_id in rebuilding.touched_agencies(heard):
        ids.update(shelves.ids_of(agency_id=agency_id))
    if not ids:
        return
    try:
        indexing.update_source(source=findable.REPORTS, ids=ids)
    except generations.IndexMissing:
        return
