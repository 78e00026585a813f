"""The text of an annual report: drafted with its figures, written by people, put right, frozen for the review."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import checking, kinds, refusals
from gongkai.annualreports.actions.kinds import By
from gongkai.annualreports.models.filing import Filing
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.models.texts import Passage, Text, TextFigure, Wording
from gongkai.annualreports.queries import chapters, earlier, hashing, numbers, wording, working
from gongkai.statistics.queries import indicators
from gongkai.statistics.queries.counting import Number

_STEP = 10
Links = Sequence[Sequence[object]]


@transaction.atomic
def draft(*, report: Report, counted: Mapping[str, Number], by: By, at: datetime.datetime) -> list[Passage]:
    """Draft every paragraph from the newest figures; what a person wrote stays, with the new draft beside it.

    `counted` are the figures no cell of the form holds, by indicator. Returns the passages whose text changed.
    The caller holds the report's lock and has it checked afterwards.
    """
    assert report.agency is not None
    _keep(report, counted)
    figures = working.values_of(report)
    problems = earlier.problems_of(earlier.texts_of(earlier.report_before(report), report.edition))
    words = working.words_for(report.agency, report.year, body=report.body, problems=problems)
    there = {each.template: each for each in report.passages.all() if each.template}
    changed = []
    drafted = wording.draft(figures, words)
    for position, each in enumerate(drafted, start=1):
        row = there.pop(each.template, None) or Passage(report=report, template=each.template)
        row.chapter, row.position = each.chapter, position * _STEP
        if _drafted(row, each.text, each.links, about=each.about, by=by, at=at):
            changed.append(row)
    changed += [row for row in there.values() if _drafted(row, "", (), about=row.about, by=by, at=at)]
    if changed:
        kinds.record(kinds.DRAFTED, report, by=by, at=at, passages=len(changed))
    return changed


def _keep(report: Report, counted: Mapping[str, Number]) -> None:
    rows = [
        TextFigure(report=report, indicator=name, number=Decimal(number), unit=indicators.indicator(name).unit)
        for name, number in counted.items()
    ]
    TextFigure.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["report", "indicator"], update_fields=["number", "unit"]
    )


def _drafted(row: Passage, text: str, links: Links, *, about: str, by: By, at: datetime.datetime) -> bool:
    """Take over a new draft; True when the text itself changed."""
    row.drafted, row.drafted_links = text, [list(each) for each in links]
    if row.is_edited:
        row.save()
        return False
    is_new = row.text != text
    row.about, row.text, row.links = about, text, row.drafted_links
    if is_new:
        row.version += 1
    row.save()
    if is_new:
        _note(row, by=by, at=at)
    return is_new


@transaction.atomic
def write(*, passage: Passage, version: int, text: str, by: Person, at: datetime.datetime) -> Passage:
    """Let a passage say something else; its links follow their numbers. Then the report is checked again.

    `version` is the wording that was on the screen. Raises Changed (by somebody else), UnderWay, WrongState.
    """
    report, row = _opened(passage)
    words = "\n".join(line.strip() for line in text.strip().splitlines() if line.strip())
    if row.text == words:
        return row
    _expect(row, version)
    links = numbers.carry(row.text, row.links, words)
    return _worded(report, row, words, links, by=by, at=at)


@transaction.atomic
def put(
    *, passage: Passage, version: int, by: Person, at: datetime.datetime, starts: Collection[int] | None = None
) -> Passage:
    """Put the figures in place of the numbers that no longer agree: all of them, or those that begin at `starts`.

    Raises Changed, NoSuchNumber, UnderWay, WrongState.
    """
    report, row = _opened(passage)
    _expect(row, version)
    flags = working.flags_of(row, working.values_of(report), year=report.year)
    chosen = [each for each in flags if each.can_put and (starts is None or each.start in starts)]
    if not chosen:
        raise refusals.NoSuchNumber
    text, links = numbers.put(row.text, row.links, chosen)
    return _worded(report, row, text, links, by=by, at=at)


@transaction.atomic
def unlink(*, passage: Passage, version: int, start: int, by: Person, at: datetime.datetime) -> Passage:
    """Say that the number at a place of the text is not the figure it was linked with.

    Raises Changed, NoSuchNumber, UnderWay, WrongState.
    """
    report, row = _opened(passage)
    _expect(row, version)
    left = [each for each in row.links if each[0] != start]
    if len(left) == len(row.links):
        raise refusals.NoSuchNumber
    return _worded(report, row, row.text, left, by=by, at=at)


@transaction.atomic
def restore(*, passage: Passage, version: int, number: int | None, by: Person, at: datetime.datetime) -> Passage:
    """Take an earlier wording back by its number, or the draft (`number` None), which then follows the figures again.

    Raises Changed, Wording.DoesNotExist, UnderWay, WrongState.
    """
    report, row = _opened(passage)
    _expect(row, version)
    if number is None:
        row = _worded(report, row, row.drafted, row.drafted_links, by=by, at=at)
        row.edited_by, row.edited_at = None, None
        row.save(update_fields=["edited_by", "edited_at"])
        return row
    old = row.wordings.get(number=number)
    return _worded(report, row, old.text, old.links, by=by, at=at)


@transaction.atomic
def add(*, report: Report, chapter: str, by: Person, at: datetime.datetime) -> Passage:
    """A new empty paragraph of one's own at the end of a chapter. Raises UnknownCell, UnderWay, WrongState."""
    row = _open(report)
    if not row.edition or chapter not in {each.id for each in chapters.chapters(row.edition)}:
        raise refusals.UnknownCell
    own = list(row.passages.filter(chapter=chapter).order_by("-position", "-id")[:1])
    return Passage.objects.create(
        report=row, chapter=chapter, position=own[0].position + 1 if own else 1, edited_by=by, edited_at=at
    )


@transaction.atomic
def freeze_text(*, report: Report, by: By, at: datetime.datetime) -> Text:
    """Freeze the text as it stands with the newest figures; when nothing changed, the newest text is returned.

    Raises WrongState when there are no figures yet.
    """
    row = checking.locked(report)
    if row.snapshot is None or not row.edition:
        raise refusals.WrongState(str(Report.State(row.state).label))
    written = [
        {
            "id": each.chapter.id,
            "heading": each.chapter.heading,
            "paragraphs": [{"text": one.text, "links": one.links} for one in each.paragraphs],
        }
        for each in working.by_chapter(row.edition, working.passages_of(row))
    ]
    mark = hashing.text_hash(figures=row.snapshot.content_hash, chapters=written)
    newest = row.texts.order_by("-number").first()
    if newest is not None and newest.content_hash == mark and newest.snapshot_id == row.snapshot.pk:
        return newest
    return Text.objects.create(
        report=row,
        number=newest.number + 1 if newest else 1,
        snapshot=row.snapshot,
        chapters=written,
        content_hash=mark,
        by=kinds.reference(by),
        at=at,
    )


def expect_open(report: Report) -> None:
    """Raise UnderWay while a report is on its way, between review and acceptance."""
    filing = Filing.objects.filter(report=report).first()
    if filing is not None and not filing.is_open:
        raise refusals.UnderWay


def _worded(report: Report, row: Passage, text: str, links: Links, *, by: Person, at: datetime.datetime) -> Passage:
    row.text, row.links = text, [list(each) for each in links]
    row.version += 1
    row.edited_by, row.edited_at = by, at
    row.save()
    _note(row, by=by, at=at)
    kinds.record(kinds.WORDED, report, by=by, at=at, chapter=row.chapter, words=text[:80], passage=row.pk)
    checking.recheck(report=report, by=by, at=at)
    return row


def _note(row: Passage, *, by: By, at: datetime.datetime) -> None:
    Wording.objects.create(
        passage=row, number=row.version, text=row.text, links=row.links, by=kinds.reference(by), at=at
    )


def _expect(row: Passage, version: int) -> None:
    if row.version != version:
        raise refusals.Changed


def _opened(passage: Passage) -> tuple[Report, Passage]:
    report = _open(passage.report)
    return report, Passage.objects.get(pk=passage.pk)


def _open(report: Report) -> Report:
    """The report, locked, when its text may be written now."""
    row = checking.locked(report)
    if row.state == Report.State.WITHDRAWN or row.snapshot is None or not row.snapshot.is_counted:
        raise refusals.WrongState(str(Report.State(row.state).label))
    expect_open(row)
    return row
