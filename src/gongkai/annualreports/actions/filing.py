"""Filing upward: a signed report goes to the superior, is taken back, returned with remarks, answered, accepted."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import intake, kinds, refusals, steps
from gongkai.annualreports.actions.steps import Kind, Stage
from gongkai.annualreports.models.filing import Filing, FilingLine, Remark, Step
from gongkai.annualreports.models.reports import Batch, BatchFile, Report
from gongkai.annualreports.queries import courses, recognition
from gongkai.events import actions as events
from gongkai.orgs.models import Agency
from gongkai.rules import forms

READY_ON_PAPER = (Report.State.CONFIRMED, Report.State.PUBLISHED)


@transaction.atomic
def file(*, report: Report, by: Person, at: datetime.datetime, seen: int | None = None, note: str = "") -> Filing:
    """File a report to the superior: signed here, or read from paper and confirmed. Nothing in it changes from then on.

    Raises WrongState, OtherStep, NoSuperior, AnswersMissing.
    """
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.SIGNED, Stage.DRAFT, Stage.RETURNED))
    row = filing.report
    superior = courses.superior_of(row.agency) if row.agency is not None else None
    if superior is None:
        raise refusals.NoSuperior
    if filing.stage != Stage.SIGNED:
        snapshot = steps.figures_of(filing)
        if snapshot.original_id is None:
            raise refusals.WrongState(str(Stage(filing.stage).label))
        if row.state not in READY_ON_PAPER:
            raise refusals.WrongState(str(Report.State(row.state).label))
        filing.text, filing.snapshot = None, snapshot
    if row.remarks.filter(step__isnull=False, answer="").exists():
        raise refusals.AnswersMissing
    filing.superior, filing.filed_at = superior, at
    steps.take(filing, Kind.FILE, by=by, at=at, note=note, superior=superior)
    _record(kinds.FILED, filing, by=by, at=at, superior=superior.name, superior_id=superior.pk)
    return filing


@transaction.atomic
def take_back(*, report: Report, reason: str, by: Person, at: datetime.datetime, seen: int | None = None) -> Filing:
    """Take a filed report back before it is accepted; it is signed anew then.

    Raises WrongState, OtherStep, ReasonMissing.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.FILED,))
    filing.report.remarks.filter(step__isnull=True).delete()
    steps.take(filing, Kind.TAKE_BACK, by=by, at=at, note=reason, superior=filing.superior)
    _unconfirm(filing, at=at)
    _record(kinds.TAKEN_BACK, filing, by=by, at=at, reason=reason.strip()[:300], superior_id=filing.superior_id)
    return filing


@transaction.atomic
def return_report(
    *, report: Report, by: Person, at: datetime.datetime, reason: str = "", seen: int | None = None
) -> Filing:
    """Return a filed report with the remarks noted on it, with a reason, or both.

    Raises WrongState, OtherStep, ReasonMissing when there is neither.
    """
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.FILED,))
    remarks = filing.report.remarks.filter(step__isnull=True)
    count = remarks.count()
    if not count and not reason.strip():
        raise refusals.ReasonMissing
    words = reason.strip() or _("See the remarks.")
    step = steps.take(filing, Kind.RETURN, by=by, at=at, note=words, superior=filing.superior)
    remarks.update(step=step)
    _unconfirm(filing, at=at)
    _record(kinds.RETURNED, filing, by=by, at=at, reason=words[:300], remarks=count)
    return filing


@transaction.atomic
def accept(*, report: Report, by: Person, at: datetime.datetime, seen: int | None = None, note: str = "") -> Filing:
    """Accept a filed report: its figures count in the superior's roll-up.

    Raises WrongState, OtherStep, SamePerson (who wrote, reviewed, signed or filed it), RemarksUnsent.
    """
    filing = steps.begin(report, at=at, seen=seen, stages=(Stage.FILED,))
    hands = Step.objects.filter(report=filing.report, text=filing.text, kind__in=courses.HANDS, by=by)
    if filing.text is not None and hands.exists():
        raise refusals.SamePerson
    if filing.report.remarks.filter(step__isnull=True).exists():
        raise refusals.RemarksUnsent
    filing.accepted_snapshot, filing.accepted_by_agency, filing.accepted_at = filing.snapshot, filing.superior, at
    steps.take(filing, Kind.ACCEPT, by=by, at=at, note=note, superior=filing.superior)
    _record(kinds.TAKEN_OVER, filing, by=by, at=at)
    return filing


def _unconfirm(filing: Filing, *, at: datetime.datetime) -> None:
    """What was confirmed with the signature is not any more; what is public stays."""
    row = filing.report
    if row.state == Report.State.CONFIRMED:
        row.state, row.confirmed_by, row.confirmed_at = Report.State.READ, None, None
    row.changed_at = at
    row.save()


# --- remarks ---


@transaction.atomic
def add_remark(
    *,
    report: Report,
    words: str,
    by: Person,
    at: datetime.datetime,
    cell: str = "",
    chapter: str = "",
    paragraph: int | None = None,
) -> Remark:
    """Note a remark on a cell or a paragraph of a filed report, or on the whole; it is sent when it is returned.

    Raises WrongState, ReasonMissing without words, UnknownCell for a place the report does not have.
    """
    filing = steps.begin(report, at=at, seen=None, stages=(Stage.FILED,))
    if not words.strip():
        raise refusals.ReasonMissing
    quote = _quote(filing, cell=cell, chapter=chapter, paragraph=paragraph)
    remark = Remark.objects.create(
        report=filing.report,
        cell=cell,
        chapter=chapter,
        paragraph=paragraph,
        quote=quote,
        words=words.strip()[:500],
        by=by,
        at=at,
    )
    _record(kinds.REMARKED, filing, by=by, at=at, words=words.strip()[:200], cell=cell)
    return remark


def _quote(filing: Filing, *, cell: str, chapter: str, paragraph: int | None) -> str:
    if cell:
        edition = filing.snapshot.edition if filing.snapshot else ""
        if not edition or cell not in forms.form(edition).cells:
            raise refusals.UnknownCell
        return ""
    if paragraph is None:
        return ""
    chapters = filing.text.chapters if filing.text else []
    found = next((each for each in chapters if each["id"] == chapter), None)
    if found is None or not 1 <= paragraph <= len(found["paragraphs"]):
        raise refusals.UnknownCell
    return str(found["paragraphs"][paragraph - 1]["text"])[:300]


@transaction.atomic
def drop_remark(*, remark: Remark, by: Person, at: datetime.datetime) -> None:
    """Drop a remark that has not been sent. Raises WrongState."""
    filing = steps.begin(remark.report, at=at, seen=None, stages=(Stage.FILED,))
    dropped, _rows = Remark.objects.filter(pk=remark.pk, step__isnull=True).delete()
    if not dropped:
        raise refusals.WrongState(_("sent"))
    _record(kinds.UNREMARKED, filing, by=by, at=at)


@transaction.atomic
def answer_remark(*, remark: Remark, words: str, by: Person, at: datetime.datetime) -> Remark:
    """Say what was done about a remark, or why nothing; it can be said anew until the report goes on.

    Raises WrongState, ReasonMissing.
    """
    filing = steps.begin(remark.report, at=at, seen=None, stages=(Stage.RETURNED, Stage.DRAFT))
    if not words.strip():
        raise refusals.ReasonMissing
    row = Remark.objects.filter(pk=remark.pk, step__isnull=False).first()
    if row is None:
        raise refusals.WrongState(_("not sent"))
    row.answer, row.answered_by, row.answered_at = words.strip()[:500], by, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    _record(kinds.ANSWERED, filing, by=by, at=at, words=words.strip()[:200], remark=row.pk)
    return row


# --- who files to whom, and what comes on paper ---


@transaction.atomic
def set_line(
    *, agency: Agency, superior: Agency | None, reason: str, by: Person, at: datetime.datetime
) -> FilingLine | None:
    """Set to whom an agency files; the agency above it in the tree needs no line. None: to nobody who is here.

    Raises ReasonMissing, InCircle when reports would come back to where they began.
    """
    if not reason.strip():
        raise refusals.ReasonMissing
    Agency.objects.select_for_update().get(pk=agency.pk)
    if superior is not None and agency.pk in _above(superior):
        raise refusals.InCircle
    line = None
    if superior is not None and superior.pk == agency.parent_id:
        FilingLine.objects.filter(agency=agency).delete()
    else:
        values = {"superior": superior, "reason": reason.strip()[:200], "set_by": by, "set_at": at}
        line, _made = FilingLine.objects.update_or_create(agency=agency, defaults=values)
    events.record(
        kinds.LINED,
        by=by.reference,
        about=agency.reference,
        at=at,
        agency_id=agency.pk,
        data={
            "agency": agency.name,
            "superior": superior.name if superior else _("nobody here"),
            "reason": reason.strip()[:200],
        },
    )
    return line


def _above(agency: Agency) -> set[int]:
    """The agency itself and everybody above it on the way of reports."""
    found: set[int] = set()
    at: Agency | None = agency
    while at is not None and at.pk not in found:
        found.add(at.pk)
        at = courses.superior_of(at)
    return found


@transaction.atomic
def receive_paper(
    *,
    agency: Agency,
    year: int,
    dropped: intake.Dropped,
    by: Person,
    at: datetime.datetime,
    filed_on: datetime.date | None = None,
) -> Batch:
    """Take in a document or spreadsheet as the report of an agency that does not work here; it waits to be read.

    A paper that stands already is replaced, unless it is on its way. Raises UnderWay, Compiled when the report on
    the year is written here.
    """
    standing = recognition.standing(keeper=agency, agency=agency, body="", year=year)
    if standing is not None:
        if not courses.is_open(standing):
            raise refusals.UnderWay
        if standing.snapshot is not None and standing.snapshot.original_id is None:
            raise refusals.Compiled
    batch = intake.receive_files(agency=agency, dropped=[dropped], by=by, at=at, filed_on=filed_on)
    _assign(batch.files.all(), agency=agency, year=year, standing=standing)
    return batch


def _assign(rows: Iterable[BatchFile], *, agency: Agency, year: int, standing: Report | None) -> None:
    for row in rows:
        row.body, row.year, row.is_assigned = agency.name, year, True
        if standing is not None:
            row.is_replacement, row.report = True, standing
        row.save()


def _record(kind: str, filing: Filing, *, by: Person, at: datetime.datetime, **data: object) -> None:
    text = filing.text.number if filing.text else None
    kinds.record(kind, filing.report, by=by, at=at, text=text, **data)
