"""Stating a figure by hand in place of the count, with reason and proof, and going back to the count."""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.accounts.models import Person
from gongkai.disclosures.models import StoredFile
from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.statistics.actions import refusals
from gongkai.statistics.models import Statement
from gongkai.statistics.queries import counting, indicators, spans
from gongkai.statistics.queries.indicators import Indicator

STATED = events.declare("figure.stated", _("Stated {indicator} of {year} by hand: {counted} → {number}, {reason}"))
TAKEN_BACK = events.declare("figure.taken-back", _("Went back to the count of {indicator} of {year}: {reason}"))
_MOST = Decimal(10) ** 13


@transaction.atomic
def state(
    *,
    agency: Agency,
    year: int,
    indicator: str,
    number: Decimal,
    reason: str,
    by: Person,
    at: datetime.datetime,
    file: StoredFile | None = None,
    file_title: str = "",
    link: str = "",
) -> Statement:
    """State a figure of an agency and year by hand; it stands in place of the count until it is taken back.

    Raises UnknownFigure, YearToCome, ReasonMissing, ProofMissing, SameNumber.
    """
    meant = _checked(agency, year, indicator, reason, at)
    if file is None and not link.startswith(("http://", "https://")):
        raise refusals.ProofMissing
    if not number.is_finite() or abs(number) >= _MOST:
        raise refusals.UnknownFigure
    counted = Decimal(counting.count(spans.Scope(agency, spans.year(year)), [meant])[indicator])
    newest = Statement.objects.filter(agency=agency, year=year, indicator=indicator).order_by("-id").first()
    stands = counted if newest is None or newest.number is None else newest.number
    if stands == number:
        raise refusals.SameNumber
    row = Statement.objects.create(
        agency=agency,
        year=year,
        indicator=indicator,
        number=number,
        counted=counted,
        reason=reason.strip()[:300],
        file=file,
        file_title=file_title[-200:] if file is not None else "",
        link=link[:500],
        author=by,
        at=at,
    )
    _record(STATED, row, meant, by, number=f"{number.normalize():f}", counted=f"{counted.normalize():f}")
    return row


@transaction.atomic
def take_back(
    *, agency: Agency, year: int, indicator: str, reason: str, by: Person, at: datetime.datetime
) -> Statement:
    """Go back to the count. Raises UnknownFigure, YearToCome, ReasonMissing, NotStated."""
    meant = _checked(agency, year, indicator, reason, at)
    newest = Statement.objects.filter(agency=agency, year=year, indicator=indicator).order_by("-id").first()
    if newest is None or newest.number is None:
        raise refusals.NotStated
    row = Statement.objects.create(
        agency=agency,
        year=year,
        indicator=indicator,
        number=None,
        counted=newest.counted,
        reason=reason.strip()[:300],
        author=by,
        at=at,
    )
    _record(TAKEN_BACK, row, meant, by)
    return row


def _checked(agency: Agency, year: int, indicator: str, reason: str, at: datetime.datetime) -> Indicator:
    # Two statements of one agency come one after the other.
    Agency.objects.select_for_update().get(pk=agency.pk)
    if year > timezone.localdate(at).year:
        raise refusals.YearToCome
    if not reason.strip():
        raise refusals.ReasonMissing
    try:
        return indicators.indicator(indicator)
    except indicators.NoIndicator as error:
        raise refusals.UnknownFigure from error


def _record(kind: str, row: Statement, meant: Indicator, by: Person, **data: object) -> None:
    events.record(
        kind,
        by=by.reference,
        about=row.agency.reference,
        at=row.at,
        agency_id=row.agency_id,
        data={"indicator": str(meant.meaning), "id": row.indicator, "year": row.year, "reason": row.reason, **data},
    )
