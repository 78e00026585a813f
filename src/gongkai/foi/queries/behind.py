"""What stands behind a figure: exactly the records that a cell of the form counts."""

from django.db.models import Q, QuerySet

from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.handling import Fee
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import statistics
from gongkai.orgs.models import Agency
from gongkai.rules import outcomes, regimes, remedies

Records = QuerySet[InfoRequest] | QuerySet[Remedy] | QuerySet[Fee]


def behind(agencies: QuerySet[Agency], year: int, cell: str, edition: str = "") -> Records:
    """The records that a cell counts for these agencies. Raises LookupError for a cell no record stands behind."""
    edition = edition or statistics.edition_of(year)
    if cell not in statistics.cells(edition):
        raise LookupError(cell)
    if cell == "s7":
        return statistics.fees_of(year).filter(info_request__agency__in=agencies)
    if cell.startswith(("table4.", "s4", "s5", "s6")):
        return Remedy.objects.filter(_remedies(cell, year, edition), agency__in=agencies)
    rows = InfoRequest.objects.filter(agency__in=agencies)
    return rows.filter(_requests_2014(cell, year) if edition == "form-2014" else _requests(cell, year, edition))


def _requests(cell: str, year: int, edition: str) -> Q:
    _table, row, column = cell.split(".")
    kinds = Q()
    if column != "total":
        wanted = [each.id for each in outcomes.applicant_kinds() if each.columns[edition] == column]
        kinds = Q(applicant_kind__in=wanted)
    spans = {
        "new": statistics.new(year),
        "carried_in": statistics.carried_in(year),
        "carried_out": statistics.carried_out(year),
    }
    if row in spans:
        return spans[row] & kinds
    if row == "result_total":
        return statistics.closed(year) & kinds & _with_row({*_rows(edition)}, edition)
    return statistics.closed(year) & kinds & _with_row({row}, edition)


def _rows(edition: str) -> set[str]:
    found = {outcomes.form_row(edition, each.code) for each in outcomes.outcomes()}
    found |= {outcomes.form_row(edition, each.code, one.code) for each in outcomes.outcomes() for one in each.grounds}
    return {row for row in found if row}


def _with_row(rows: set[str], edition: str) -> Q:
    """Requests whose counted outcome and ground fall in these rows."""
    wanted = Q(pk__in=[])
    for each in outcomes.outcomes():
        if outcomes.form_row(edition, each.code) in rows:
            wanted |= Q(counted_outcome=each.code, counted_ground="")
        for ground in each.grounds:
            if outcomes.form_row(edition, each.code, ground.code) in rows:
                wanted |= Q(counted_outcome=each.code, counted_ground=ground.code)
    return wanted


def _requests_2014(cell: str, year: int) -> Q:
    closed = statistics.closed(year)
    prolonged = Q(is_extended=True) | Q(was_late=True)
    if cell == "s3_received":
        return statistics.new(year)
    if cell == "s3_closed":
        return closed
    if cell == "s3_closed_extended":
        return closed & prolonged
    if cell == "s3_closed_on_time":
        return closed & ~prolonged
    channels = [each.id for each in regimes.channels() if each.row == cell]
    if channels:
        return statistics.new(year) & Q(channel__in=channels)
    leaves = {cell}
    while inner := {part for leaf in leaves for part in statistics.PARTS_2014.get(leaf, ())} - leaves:
        leaves |= inner
    return closed & _with_row(leaves, "form-2014")


def _remedies(cell: str, year: int, edition: str) -> Q:
    span = statistics.Year(year)
    if cell == "s6":
        return Q(kind=Remedy.Kind.COMPLAINT, notified_on__gte=span.first, notified_on__lte=span.last)
    wanted = Q(pk__in=[])
    for case in remedies.case_kinds():
        for result in remedies.results():
            own = remedies.form_cell(edition, case.id, result.id)
            if own is None or own == "s6" or not _is_part(own, cell, case.id):
                continue
            when = (
                statistics.pending(year)
                if result.id == Remedy.Result.PENDING
                else statistics.ended(year) & Q(result=result.id)
            )
            wanted |= Q(kind=case.id) & when
    return wanted


def _is_part(own: str, cell: str, case: str) -> bool:
    return own == cell or cell == f"table4.{case}_total" or own in statistics.PARTS_2014.get(cell, ())
