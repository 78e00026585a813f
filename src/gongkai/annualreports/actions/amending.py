"""What people do with a report that has been read: describe, correct, confirm, publish, withdraw."""

import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import checking, freezing, kinds, refusals, steps
from gongkai.annualreports.actions.kinds import By
from gongkai.annualreports.models.filing import Filing
from gongkai.annualreports.models.reports import Correction, Figure, Release, Report, Snapshot
from gongkai.annualreports.queries import courses, hashing, recognition
from gongkai.orgs.models import Agency
from gongkai.rules import forms

State = Report.State
BETWEEN = (Filing.Stage.IN_REVIEW, Filing.Stage.REVIEWED, Filing.Stage.FILED)


def _live(report: Report, *states: str) -> Report:
    row = checking.locked(report)
    if row.state == State.WITHDRAWN or (states and row.state not in states):
        raise refusals.WrongState(str(State(row.state).label))
    return row


@transaction.atomic
def describe(
    *,
    report: Report,
    keeper: Agency,
    agency: Agency | None,
    body: str,
    year: int,
    filed_on: datetime.date | None,
    inhabitants: int | None,
    reason: str,
    by: By,
    at: datetime.datetime,
) -> Report:
    """Say whose report it is, on which year, when it was filed and for how many people it speaks; then check again.

    `agency` is None for a body outside of the tree, which `keeper` then keeps. A published report keeps body and
    year. Raises WrongState, TakenYear, ReasonMissing, UnderWay.
    """
    row = _live(report)
    steps.expect_open(row)
    name = recognition.name_of(agency, year) if agency is not None else " ".join(body.split())[:120]
    holder = agency or keeper
    moved = (holder.pk, agency.pk if agency else None, name, year) != (row.keeper_id, row.agency_id, row.body, row.year)
    if moved and row.is_public:
        raise refusals.WrongState(str(State(row.state).label))
    if not reason.strip() or not name:
        raise refusals.ReasonMissing
    row.keeper, row.agency, row.body, row.year = holder, agency, name, year
    row.filed_on, row.inhabitants, row.changed_at = filed_on, inhabitants, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise refusals.TakenYear from error
    kinds.record(kinds.DESCRIBED, row, by=by, at=at, reason=reason)
    return checking.recheck(report=row, by=by, at=at)


@transaction.atomic
def correct_figure(
    *,
    report: Report,
    snapshot: Snapshot,
    number: Decimal | None,
    reason: str,
    by: Person,
    at: datetime.datetime,
    figure: Figure | None = None,
    cell: str = "",
) -> Snapshot:
    """Correct one figure of the newest snapshot: a new snapshot, the old one stays; then check again.

    Give `figure`, or `cell` to add a figure that was not read; `number` None strikes out what is no figure.
    Raises OtherSnapshot (it is no longer the newest), SameNumber, UnknownCell, ReasonMissing, Counted, WrongState,
    UnderWay.
    """
    row = _live(report)
    steps.expect_open(row)
    if not reason.strip():
        raise refusals.ReasonMissing
    if row.snapshot is None or row.snapshot.pk != snapshot.pk:
        raise refusals.OtherSnapshot
    if snapshot.original_id is None and snapshot.is_counted:
        raise refusals.Counted
    old, made, changed = _changed(snapshot, figure, cell, number)
    written = freezing.freeze(
        report=row,
        origin=Snapshot.Origin.CORRECTED,
        figures=changed,
        edition=snapshot.edition,
        original=snapshot.original,
        by=by,
        at=at,
        note=reason.strip(),
    )
    Correction.objects.create(
        snapshot=written,
        figure=old,
        indicator=made.indicator,
        cell=made.cell,
        old_number=old.number if old else None,
        new_number=number,
        reason=reason.strip()[:300],
        author=by,
        at=at,
    )
    row.save()
    kinds.record(
        kinds.CORRECTED,
        row,
        by=by,
        at=at,
        cell=made.cell or made.indicator or made.label,
        old=hashing.decimal(old.number) if old else "",
        new="" if number is None else hashing.decimal(number),
        reason=reason.strip()[:300],
    )
    checking.recheck(report=row, by=by, at=at)
    return written


def _changed(
    snapshot: Snapshot, figure: Figure | None, cell: str, number: Decimal | None
) -> tuple[Figure | None, Figure, list[Figure]]:
    """The old figure if there is one, the new or changed one, and all figures of the next snapshot."""
    figures = list(snapshot.figures.order_by("position"))
    changed = freezing.copies_of(figures)
    old = next((each for each in figures if figure is not None and each.pk == figure.pk), None)
    if old is None:
        made = _added(snapshot, cell, number, figures)
        return None, made, [*changed, made]
    if old.number == number:
        raise refusals.SameNumber
    made = changed[figures.index(old)]
    if number is None:
        changed.remove(made)
    else:
        made.number, made.is_approximate, made.is_implied = number, False, False
    return old, made, changed


def _added(snapshot: Snapshot, name: str, number: Decimal | None, figures: list[Figure]) -> Figure:
    form = forms.form(snapshot.edition) if snapshot.edition else None
    if form is None or name not in form.cells or any(each.cell == name for each in figures):
        raise refusals.UnknownCell
    if number is None:
        raise refusals.SameNumber
    cell = form.cells[name]
    return Figure(
        indicator=cell.indicator or "", cell=name, number=number, unit=cell.unit, label=cell.name, stated="table"
    )


@transaction.atomic
def confirm(*, report: Report, snapshot: Snapshot, by: Person, at: datetime.datetime) -> Report:
    """Say that the figures of the newest snapshot are those of the paper.

    Raises WrongState, OtherSnapshot, NotSigned for counted figures, which are signed with their text.
    """
    row = _live(report, State.READ)
    if row.snapshot is None or row.snapshot.pk != snapshot.pk:
        raise refusals.OtherSnapshot
    if row.snapshot.is_counted:
        raise refusals.NotSigned
    row.state, row.confirmed_by, row.confirmed_at, row.changed_at = State.CONFIRMED, by, at, at
    row.save()
    kinds.record(kinds.CONFIRMED, row, by=by, at=at, snapshot=snapshot.number)
    return row


@transaction.atomic
def publish(*, report: Report, by: By, at: datetime.datetime, note: str = "") -> Report:
    """Put the newest snapshot of a confirmed report into the public library, or in place of the one there.

    Counted figures go with the text that was signed over them. `note` tells the public what a correction changed.
    Raises WrongState, NotSigned, NoteMissing when a signed text corrects a public one without a word.
    """
    row = _live(report, State.CONFIRMED, State.PUBLISHED)
    text = courses.to_publish(row) if row.snapshot is not None and row.snapshot.is_counted else None
    if row.snapshot is not None and row.snapshot.is_counted and text is None:
        raise refusals.NotSigned
    is_other_text = text is not None and text.pk != row.public_text_id
    if row.snapshot is None or (row.is_public and not row.is_amended and not is_other_text):
        raise refusals.WrongState(str(State(row.state).label))
    if row.public_text_id is not None and not note.strip():
        raise refusals.NoteMissing
    Release.objects.create(
        report=row,
        kind=Release.Kind.PUBLISH,
        snapshot=row.snapshot,
        text=text,
        note=note.strip()[:300],
        by=kinds.reference(by),
        at=at,
    )
    row.public_text = text
    row.state, row.public_snapshot, row.published_at, row.changed_at = State.PUBLISHED, row.snapshot, at, at
    row.save()
    kinds.record(kinds.PUBLISHED, row, by=by, at=at, snapshot=row.snapshot.number)
    return row


@transaction.atomic
def withdraw(*, report: Report, reason: str, by: By, at: datetime.datetime) -> Report:
    """Take a report out of the library and out of every comparison; another can be read in its place.

    The reason stands on the page that remains if it was public. Raises ReasonMissing, WrongState, UnderWay while it is
    in review or filed.
    """
    row = _live(report)
    if Filing.objects.filter(report=row, stage__in=BETWEEN).exists():
        raise refusals.UnderWay
    if not reason.strip():
        raise refusals.ReasonMissing
    if row.public_snapshot is not None:
        Release.objects.create(
            report=row,
            kind=Release.Kind.WITHDRAW,
            snapshot=row.public_snapshot,
            note=reason.strip()[:300],
            by=kinds.reference(by),
            at=at,
        )
    row.state, row.public_snapshot, row.public_text, row.changed_at = State.WITHDRAWN, None, None, at
    row.save()
    kinds.record(kinds.WITHDRAWN, row, by=by, at=at, reason=reason.strip()[:300])
    return row
