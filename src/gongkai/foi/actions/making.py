"""What takes longer than a page may: asked for here, done by a worker, told to the page that waits; bears repeats."""

import dataclasses
import datetime
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.core import encryption
from gongkai.documents import faults, printing
from gongkai.documents.redaction import marks
from gongkai.foi.actions import composing, files, kinds, redacting, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.cases import CaseFile
from gongkai.foi.models.letters import Issue, LetterVersion
from gongkai.foi.models.making import Making

Kind, State = Making.Kind, Making.State
KEPT = datetime.timedelta(days=7)
_MARKS: dict[str, type[Any]] = {"area": marks.Area, "quote": marks.Quote, "passage": marks.Passage}
Clock = Callable[[], datetime.datetime]


@transaction.atomic
def print_letter(*, version: LetterVersion, by: By, at: datetime.datetime) -> Making:
    """Ask for the PDF of a letter: the finished one of what was issued, else one to look at. One that is on its way, or
    done, is given back."""
    is_issued = Issue.objects.filter(version=version).exists()
    kind = Kind.LETTER if is_issued else Kind.LOOK
    earlier = Making.objects.filter(version=version, kind=kind).exclude(state=State.FAILED).order_by("-id").first()
    if earlier is not None and (earlier.is_busy or earlier.result_id):
        return earlier
    return Making.objects.create(
        info_request=version.letter.info_request,
        kind=kind,
        version=version,
        by=kinds.reference(by),
        at=at,
        changed_at=at,
    )


@transaction.atomic
def redact(
    *, case_file: CaseFile, given: Sequence[marks.Mark], is_for_release: bool, by: By, at: datetime.datetime
) -> Making:
    """Ask for a file without what is marked; with `is_for_release` it is put with the case as soon as it is proved."""
    return Making.objects.create(
        info_request=case_file.info_request,
        kind=Kind.REDACTION,
        case_file=case_file,
        marks=_packed(given),
        is_for_release=is_for_release,
        by=kinds.reference(by),
        at=at,
        changed_at=at,
    )


def _packed(given: Sequence[marks.Mark]) -> str:
    plain = [{"kind": type(each).__name__.lower(), **dataclasses.asdict(each)} for each in given]
    return json.dumps(plain, ensure_ascii=False)


def _unpacked(text: str) -> list[marks.Mark]:
    return [_MARKS[each.pop("kind")](**each) for each in json.loads(text)]


def run(*, making: Making, clock: Clock) -> Making:
    """Do the work and keep what came of it. What cannot be done is kept with its reason and is no error; after any
    other fault, or the death of the process, the same call begins anew."""
    if making.state == State.DONE:
        return making
    _told(making, clock, state=State.RUNNING, error="", steps_done=0)
    try:
        if making.kind == Kind.REDACTION:
            _redact(making, clock)
        else:
            _print(making, clock)
    except (printing.NoPrinter, faults.UnreadableFile) as fault:
        _told(making, clock, state=State.FAILED, error=fault.message[:500])
    except (refusals.Refused, encryption.Unopenable) as refusal:
        words = getattr(refusal, "sentence", "") or _("The file cannot be opened.")
        _told(making, clock, state=State.FAILED, error=words[:500])
    return making


def _told(making: Making, clock: Clock, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(making, name, value)
    making.changed_at = clock()
    making.save(update_fields=[*fields, "changed_at"])


def _print(making: Making, clock: Clock) -> None:
    version = making.version
    assert version is not None
    if making.kind == Kind.LETTER:
        issue = Issue.objects.select_related("version__docx", "letter__info_request__applicant").get(version=version)
        composing.put_on_file(issue=issue, by=making.by, at=clock())
        _told(making, clock, state=State.DONE, steps_done=1, result=issue.pdf)
        return
    docx = composing.shown(version)
    if docx is None:
        raise refusals.Because(_("This letter has no Word file."))
    data = printing.pdf_of(docx)
    with transaction.atomic():
        _told(making, clock, state=State.DONE, steps_done=1, result=files.seal(data=data, name="p.pdf", at=clock()))


def _redact(making: Making, clock: Clock) -> None:
    found = making.case_file
    assert found is not None

    def told(done: int, of: int) -> None:
        _told(making, clock, steps_done=done, steps=max(of, 1))

    prepared = redacting.prepare(case_file=found, given=_unpacked(making.marks), told=told)
    with transaction.atomic():
        result = files.seal(data=prepared.data, name=found.name, at=clock())
        plain = {**dataclasses.asdict(prepared), "data": None}
        _told(making, clock, report=json.dumps(plain, ensure_ascii=False), result=result)
        if making.is_for_release:
            _keep(making, prepared, by=making.by, clock=clock)
        _told(making, clock, state=State.DONE, steps_done=making.steps)


@transaction.atomic
def keep(*, making: Making, by: By, clock: Clock) -> Making:
    """Put a file that was looked at with the case, ready for release. Once; raises WrongState before it is made."""
    row = Making.objects.select_for_update().get(pk=making.pk)
    if row.state != State.DONE or row.kind != Kind.REDACTION or row.result is None:
        raise refusals.Because(_("The file is not made yet."))
    if row.made_id is None:
        _keep(row, prepared_of(row), by=by, clock=clock)
    return row


def _keep(making: Making, prepared: redacting.Prepared, *, by: By, clock: Clock) -> None:
    assert making.case_file is not None
    made, listed = redacting.keep(case_file=making.case_file, prepared=prepared, by=by, at=clock())
    _told(making, clock, made=made, listed=listed, marks="")


def prepared_of(making: Making) -> redacting.Prepared:
    """What was made, as `redacting.prepare` told it. Raises FileLost, Erased."""
    assert making.result is not None
    plain = json.loads(making.report)
    return redacting.Prepared(
        data=files.unseal(making.result),
        schedule=tuple(marks.Withheld(**each) for each in plain["schedule"]),
        removed=tuple(plain["removed"]),
        doubts=tuple(plain["doubts"]),
        elsewhere=tuple(plain["elsewhere"]),
    )


@transaction.atomic
def again(*, making: Making, at: datetime.datetime) -> Making:
    """Make it wait once more, after it failed or its worker is gone for good. What is done stays done."""
    row = Making.objects.select_for_update().get(pk=making.pk)
    if row.state != State.DONE:
        row.state, row.error, row.changed_at = State.WAITING, "", at
        row.save(update_fields=["state", "error", "changed_at"])
    return row


def forget_old(*, at: datetime.datetime) -> int:
    """Let go of what was only looked at and of its marks, a week later. Returns how many."""
    count = 0
    rows = Making.objects.filter(changed_at__lt=at - KEPT, result__isnull=False, made__isnull=True)
    for row in rows.exclude(kind=Kind.LETTER).select_related("result")[:500]:
        assert row.result is not None
        with transaction.atomic():
            files.erase(row.result, at=at)
            Making.objects.filter(pk=row.pk).update(result=None, marks="", report="", changed_at=at)
        count += 1
    return count
