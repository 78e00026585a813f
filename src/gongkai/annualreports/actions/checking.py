"""Checking reports: findings are computed again and again, what people decided about them stays."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Count, Q

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import freezing, kinds, refusals
from gongkai.annualreports.actions.kinds import By
from gongkai.annualreports.models.reports import Finding, Report
from gongkai.annualreports.queries import paper, recognition, working
from gongkai.documents import report_checking, report_copies
from gongkai.rules.report_checks import facts

State, Source = Finding.State, Finding.Source


@transaction.atomic
def recheck(*, report: Report, by: By, at: datetime.datetime) -> Report:
    """Check a report against itself, its form and last year's report of the same body.

    Findings that persist keep what was decided; open ones that are no longer found go, decided ones are marked.
    """
    row = locked(report)
    return _recheck(row, by=by, at=at)


def _recheck(row: Report, *, by: By, at: datetime.datetime) -> Report:
    if row.snapshot is None:
        return row
    read = working.read_of(row, row.snapshot)
    earlier = recognition.before(row)
    previous = working.read_of(earlier, earlier.snapshot) if earlier is not None and earlier.snapshot else None
    found = report_checking.check(read, previous=previous, filed_on=row.filed_on)
    return note_findings(report=row, found=found, source=Source.CHECK, by=by, at=at)


def note_findings(
    *, report: Report, found: Sequence[facts.Finding], source: str, by: By, at: datetime.datetime
) -> Report:
    """Take over what one check found in a report whose lock the caller holds, and count what is open."""
    assert report.snapshot is not None
    known = {each.fingerprint: each for each in report.findings.filter(source=source)}
    standing = {fingerprint(source, each): each for each in found}
    fresh: list[Finding] = []
    for position, (mark, each) in enumerate(standing.items()):
        row = known.get(mark) or Finding(report=report, source=source, fingerprint=mark)
        row.snapshot, row.position, row.gone_at = report.snapshot, position, None
        row.rule, row.severity, row.sentence, row.english = each.rule, each.severity, each.sentence, each.english
        row.numbers = list(each.numbers)
        row.stated = [freezing.place(where) for where in each.stated]
        row.against = [freezing.place(where) for where in each.against]
        if row.pk is None:
            fresh.append(row)
        else:
            row.save()
    Finding.objects.bulk_create(fresh)
    left = report.findings.filter(source=source).exclude(fingerprint__in=standing)
    left.filter(state=State.OPEN).delete()
    left.filter(gone_at__isnull=True).update(gone_at=at)
    count_open(report)
    report.save()
    kinds.record(
        kinds.CHECKED, report, by=by, at=at, source=source, errors=report.error_count, warnings=report.warning_count
    )
    return report


def count_open(report: Report) -> None:
    """Count the findings of a report that wait for a decision; the caller saves."""
    waiting = Q(state=State.OPEN, gone_at__isnull=True)
    counted = report.findings.aggregate(
        errors=Count("pk", filter=waiting & Q(severity=Finding.Severity.ERROR)),
        warnings=Count("pk", filter=waiting & Q(severity=Finding.Severity.WARNING)),
    )
    report.error_count, report.warning_count = counted["errors"], counted["warnings"]


def look_for_copies(*, reports: Iterable[Report], by: By, at: datetime.datetime) -> int:
    """Compare the texts of some reports with each other and with nothing else; note what was copied.

    Give it the live reports of one year. Returns how many findings stand now. Reports that say nothing of each
    other and had no such finding are left alone.
    """
    rows = list(reports)
    texts = paper.texts_of(rows)
    with_text = [each for each in rows if each.pk in texts]
    copies = report_copies.across([texts[each.pk] for each in with_text])
    had = set(
        Finding.objects.filter(report__in=with_text, source=Source.COPIES, gone_at__isnull=True).values_list(
            "report_id", flat=True
        )
    )
    count = 0
    for each, found in zip(with_text, copies, strict=True):
        if found or each.pk in had:
            with transaction.atomic():
                note_findings(report=locked(each), found=found, source=Source.COPIES, by=by, at=at)
            count += len(found)
    return count


@transaction.atomic
def accept(*, finding: Finding, by: Person, at: datetime.datetime, reason: str = "") -> Finding:
    """Say that a finding is right: it goes into the letter. Raises WrongState."""
    return _decide(finding, State.ACCEPTED, kinds.ACCEPTED, by=by, at=at, reason=reason)


@transaction.atomic
def dismiss(*, finding: Finding, by: Person, at: datetime.datetime, reason: str) -> Finding:
    """Say, with the reason, that a finding is no fault. Raises ReasonMissing, WrongState."""
    if not reason.strip():
        raise refusals.ReasonMissing
    return _decide(finding, State.DISMISSED, kinds.DISMISSED, by=by, at=at, reason=reason)


@transaction.atomic
def explain(*, report: Report, rule: str, reason: str, by: Person, at: datetime.datetime) -> list[Finding]:
    """Explain all open findings of one rule with one reason. Raises ReasonMissing, NothingFound, WrongState."""
    rows = list(report.findings.filter(rule=rule, state=State.OPEN, gone_at__isnull=True).select_related("report"))
    if not rows:
        raise refusals.NothingFound
    return [dismiss(finding=each, by=by, at=at, reason=reason) for each in rows]


@transaction.atomic
def reopen(*, finding: Finding, by: Person, at: datetime.datetime) -> Finding:
    """Take a decision back. Raises WrongState."""
    report, row = _locked_finding(finding)
    if row.state == State.OPEN:
        raise refusals.WrongState(str(State(row.state).label))
    row.state, row.reason, row.decided_by, row.decided_at = State.OPEN, "", None, None
    return _decided(report, row, kinds.REOPENED, by=by, at=at)


def _decide(finding: Finding, state: str, kind: str, *, by: Person, at: datetime.datetime, reason: str) -> Finding:
    report, row = _locked_finding(finding)
    if row.state != State.OPEN:
        raise refusals.WrongState(str(State(row.state).label))
    row.state, row.reason, row.decided_by, row.decided_at = state, reason.strip()[:300], by, at
    return _decided(report, row, kind, by=by, at=at)


def _decided(report: Report, row: Finding, kind: str, *, by: Person, at: datetime.datetime) -> Finding:
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    count_open(report)
    report.save(update_fields=["error_count", "warning_count"])
    kinds.record(kind, report, by=by, at=at, finding=row.pk, sentence=row.sentence[:200], reason=row.reason)
    return row


def _locked_finding(finding: Finding) -> tuple[Report, Finding]:
    report = locked(finding.report)
    if report.state == Report.State.WITHDRAWN:
        raise refusals.WrongState(str(Report.State(report.state).label))
    return report, Finding.objects.get(pk=finding.pk)


def locked(report: Report) -> Report:
    """The report as it is now, locked until the transaction ends, with its snapshot and paper."""
    Report.objects.select_for_update().get(pk=report.pk)
    return Report.objects.select_related("snapshot__original", "agency", "keeper").get(pk=report.pk)


def fingerprint(source: str, finding: facts.Finding) -> str:
    """What makes a finding the same in the next check: rule and sentence, which bears the numbers."""
    return hashlib.sha256(f"{source}\n{finding.rule}\n{finding.sentence}".encode()).hexdigest()
