"""Which agency of the tree a name printed on a report means, and which report was there before."""

import datetime
import re

from gongkai.annualreports.models.reports import Original, Report
from gongkai.disclosures.models import StoredFile
from gongkai.orgs import queries as orgs
from gongkai.orgs.models import Agency, AgencyName

_BLANK = re.compile(r"\s+")
_GOVERNED = re.compile(r"[省市县区旗乡镇]$")


def agency_named(name: str, *, near: Agency) -> Agency | None:
    """The agency that bears or bore this name; a short name counts only below `near`. None for outside bodies.

    At most three queries.
    """
    wanted = _wordings(name)
    found = set(Agency.objects.filter(name__in=wanted).values_list("pk", flat=True)[:2])
    found = found or set(AgencyName.objects.filter(name__in=wanted).values_list("agency_id", flat=True)[:2])
    if not found:
        below = Agency.objects.within(near).filter(short_name__in=wanted)
        found = set(below.values_list("pk", flat=True)[:2])
    return Agency.objects.get(pk=found.pop()) if len(found) == 1 else None


def name_of(agency: Agency, year: int) -> str:
    """The name an agency bore at the end of a year. One query."""
    return orgs.name_on(agency, datetime.date(year, 12, 31)) or agency.name


def standing(*, keeper: Agency, agency: Agency | None, body: str, year: int) -> Report | None:
    """The live report of a body on a year. One query."""
    rows = Report.objects.live().filter(year=year)
    if agency is not None:
        return rows.filter(agency=agency).first()
    return rows.filter(agency__isnull=True, keeper=keeper, body=body).first()


def before(report: Report) -> Report | None:
    """The live report of the same body on the year before, with its snapshot and paper. One query."""
    rows = Report.objects.live().of_body(report).filter(year=report.year - 1)
    return rows.select_related("snapshot__original").first()


def after(report: Report) -> Report | None:
    """The live report of the same body on the year after. One query."""
    return Report.objects.live().of_body(report).filter(year=report.year + 1).first()


def read_before(file: StoredFile, *, near: Agency) -> Report | None:
    """The live report that was read from exactly this file, in the tree or by this agency itself. One query."""
    rows = Original.objects.filter(file=file).exclude(report__state=Report.State.WITHDRAWN).select_related("report")
    for original in rows.order_by("id"):
        if original.report.agency_id is not None or original.report.keeper_id == near.pk:
            return original.report
    return None


def _wordings(name: str) -> list[str]:
    words = _BLANK.sub("", name)
    found = [words]
    if "人民政府" not in words:
        found.append(words.replace("政府", "人民政府"))
    if _GOVERNED.search(words):
        found.append(f"{words}人民政府")
    return found
