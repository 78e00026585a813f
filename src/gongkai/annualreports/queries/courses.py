"""Where a report stands on its way to the superior: whom it is filed to, its steps and remarks, what blocks it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.annualreports.models.filing import Filing, FilingLine, Remark, Step
from gongkai.annualreports.models.reports import Finding, Report
from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.queries import working
from gongkai.core.permissions import Permission
from gongkai.orgs.models import Agency, AgencyQuerySet
from gongkai.rules import forms

HANDS = (Step.Kind.SEND, Step.Kind.PASS, Step.Kind.SIGN, Step.Kind.FILE)
STAGE_AFTER: dict[str, Filing.Stage] = {
    Step.Kind.SEND: Filing.Stage.IN_REVIEW,
    Step.Kind.PASS: Filing.Stage.REVIEWED,
    Step.Kind.BACK: Filing.Stage.DRAFT,
    Step.Kind.SIGN: Filing.Stage.SIGNED,
    Step.Kind.FILE: Filing.Stage.FILED,
    Step.Kind.TAKE_BACK: Filing.Stage.DRAFT,
    Step.Kind.RETURN: Filing.Stage.RETURNED,
    Step.Kind.ACCEPT: Filing.Stage.ACCEPTED,
    Step.Kind.REOPEN: Filing.Stage.DRAFT,
}
OPEN_STAGES = (Filing.Stage.DRAFT, Filing.Stage.RETURNED)


@dataclass(frozen=True)
class Blocker:
    """One thing that stands in the way of a signature: a finding, or a number in a passage of the text."""

    words: str
    finding_id: int | None = None
    passage_id: int | None = None
    chapter: str = ""


@dataclass(frozen=True)
class Course:
    """A report on its way: the stage, the steps so far, remarks sent and unsent, and to whom it goes."""

    report: Report
    filing: Filing
    superior: Agency | None
    steps: tuple[Step, ...]
    remarks: tuple[Remark, ...]

    @property
    def seen(self) -> int:
        """How many steps there are; an act says how many its page showed."""
        return len(self.steps)

    @property
    def unsent(self) -> list[Remark]:
        """Remarks the superior has noted and not sent yet."""
        return [each for each in self.remarks if each.step_id is None]

    @property
    def unanswered(self) -> list[Remark]:
        """Remarks sent that wait for an answer."""
        return [each for each in self.remarks if each.step_id is not None and not each.answer]

    @property
    def is_ready_on_paper(self) -> bool:
        """Whether it was read from a paper whose figures are confirmed, so that it can be filed as it is."""
        snapshot = self.report.snapshot
        is_paper = snapshot is not None and snapshot.original_id is not None
        return is_paper and self.report.state in {Report.State.CONFIRMED, Report.State.PUBLISHED}

    def has_hand(self, person: Person, kinds: Iterable[str]) -> bool:
        """Whether a person took one of these steps over the text as it stands."""
        text, wanted = self.filing.text_id, set(kinds)
        return any(
            each.by_id == person.pk and each.text_id == text and each.kind in wanted
            for each in self.steps
            if text is not None
        )


def _filing_at_hand(report: Report) -> Filing:
    found: Filing | None = getattr(report, "filing", None)
    return found or Filing(report=report, stage=Filing.Stage.DRAFT, changed_at=report.changed_at)


def is_open(report: Report) -> bool:
    """Whether figures and text of a report may be changed now. One query."""
    return not Filing.objects.filter(report=report).exclude(stage__in=OPEN_STAGES).exists()


def superior_of(agency: Agency) -> Agency | None:
    """To whom an agency files: the office set for it, else the agency above it. At most two queries."""
    line = FilingLine.objects.filter(agency=agency).select_related("superior").first()
    if line is not None:
        return line.superior
    return Agency.objects.filter(pk=agency.parent_id).first() if agency.parent_id else None


def _superior_at_hand(agency: Agency) -> Agency | None:
    line: FilingLine | None = getattr(agency, "filing_line", None)
    return line.superior if line is not None else agency.parent


def filing_to(superior: Agency) -> AgencyQuerySet:
    """The agencies that file to one, whether they exist any more or not."""
    by_line = FilingLine.objects.filter(superior=superior).values("agency")
    elsewhere = FilingLine.objects.exclude(superior=superior).values("agency")
    unset = FilingLine.objects.filter(superior__isnull=True).values("agency")
    by_tree = Q(parent=superior) & ~Q(pk__in=elsewhere) & ~Q(pk__in=unset)
    return Agency.objects.filter(Q(pk__in=by_line) | by_tree)


def course(report: Report, *, with_remarks: bool = True) -> Course:
    """A report with everything on its way. Two queries when filing, agency, line and parent are at hand."""
    return Course(
        report=report,
        filing=_filing_at_hand(report),
        superior=_superior_at_hand(report.agency) if report.agency is not None else None,
        steps=tuple(report.steps.select_related("by", "text", "superior").order_by("number")),
        remarks=tuple(report.remarks.select_related("by", "answered_by").order_by("id")) if with_remarks else (),
    )


def received(access: Access) -> QuerySet[Report]:
    """Reports that were filed to agencies in which a person accepts them, whatever became of them."""
    agencies = access.agencies(Permission.REPORT_ACCEPT)
    return Report.objects.filter(filing__superior__in=agencies).select_related("keeper", "agency", "snapshot")


def signed_text(report: Report) -> Text | None:
    """The newest signed text of a report. One query."""
    found = Filing.objects.filter(report=report).select_related("signed_text__snapshot").first()
    return found.signed_text if found else None


def to_publish(report: Report) -> Text | None:
    """The signed text that belongs to the newest figures of a report and may become public now. One query."""
    found = (
        Filing.objects.filter(report=report, signed_text__snapshot=report.snapshot_id)
        .exclude(stage__in=(*OPEN_STAGES, Filing.Stage.IN_REVIEW, Filing.Stage.REVIEWED))
        .select_related("signed_text")
        .first()
    )
    return found.signed_text if found else None


def blockers(report: Report) -> list[Blocker]:
    """What stands in the way of a signature: errors nobody settled or explained, numbers of the text that are wrong.

    At most eight queries.
    """
    found = [Blocker(each.sentence, finding_id=each.pk) for each in unsettled(report)]
    passages = working.passages_of(report)
    if report.snapshot is None or not passages:
        return found
    figures = working.values_of(report)
    for passage in passages:
        for flag in working.flags_of(passage, figures, year=report.year):
            if not flag.is_read:
                words = _("The text says %(printed)s where the figure is %(expected)s.")
                told = words % {"printed": flag.printed, "expected": flag.expected}
                found.append(Blocker(told, passage_id=passage.pk, chapter=passage.chapter))
    return found


def unsettled(report: Report) -> list[Finding]:
    """Errors that still hold and that nobody explained: open, or accepted without a reason. One query."""
    rows = report.findings.filter(severity=Finding.Severity.ERROR, gone_at__isnull=True, reason="")
    return list(rows.order_by("position", "id"))


def labels(remarks: Iterable[Remark], *, edition: str) -> list[tuple[Remark, str]]:
    """Remarks with the cell or paragraph each is about, in words."""
    from_form = _cell_names(edition)
    return [(each, from_form.get(each.cell, each.cell) or _place(each)) for each in remarks]


def _place(remark: Remark) -> str:
    if remark.paragraph:
        return _("Paragraph: “%(quote)s”") % {"quote": remark.quote[:40]}
    return _("The whole report")


def _cell_names(edition: str) -> dict[str, str]:
    from_rules = forms.form(edition).cells if edition else {}
    return {id: cell.name for id, cell in from_rules.items()}
