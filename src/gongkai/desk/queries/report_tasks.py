"""What annual reports ask of a person today: findings to decide on, files to name, and the next step of a report."""

import collections
import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.annualreports.models.filing import Filing
from gongkai.annualreports.queries import desk
from gongkai.desk.queries.tasks import Task

Stage = Filing.Stage
# Beyond so many at one stage they are told together.
FEW = 8
_STEPS = {Stage.IN_REVIEW: "pass", Stage.REVIEWED: "sign", Stage.SIGNED: "file"}


def of(waiting: desk.Waiting, *, on: datetime.date) -> list[Task]:
    """The tasks of what waits. No query."""
    tasks = []
    by_stage: dict[str, list[desk.Due]] = collections.defaultdict(list)
    for each in waiting.due:
        by_stage[each.stage].append(each)
    for stage, rows in by_stage.items():
        tasks += [_step(each, on=on) for each in rows] if len(rows) <= FEW else [_together(stage, rows)]
    if waiting.reports:
        tasks.append(_findings(waiting))
    if waiting.stuck and waiting.batch_id:
        tasks.append(_stuck(waiting.stuck, waiting.batch_id))
    return tasks


def _step(due: desk.Due, *, on: datetime.date) -> Task:
    stage = Stage(due.stage)
    url = reverse("annualreports:course", args=[due.report_id])
    days = (on - timezone.localdate(due.since)).days
    waited = ngettext("Waiting for %(n)d day.", "Waiting for %(n)d days.", days) % {"n": days} if days else ""
    step = _STEPS.get(stage)
    return Task(
        title=_title(stage)
        % {"report": _("%(body)s, annual report on %(year)d") % {"body": due.body, "year": due.year}},
        url=url,
        why=_why(stage) + waited,
        do=_do(stage),
        do_url=reverse("annualreports:step", args=[due.report_id, step]) if stage == Stage.SIGNED else url,
        when=str(stage.label),
        is_due=stage == Stage.RETURNED,
    )


def _title(stage: Stage) -> str:
    return {
        Stage.IN_REVIEW: _("Review: %(report)s"),
        Stage.REVIEWED: _("Sign: %(report)s"),
        Stage.SIGNED: _("File: %(report)s"),
        Stage.RETURNED: _("Returned to you: %(report)s"),
        Stage.FILED: _("Accept or return: %(report)s"),
    }[stage]


def _why(stage: Stage) -> str:
    return {
        Stage.IN_REVIEW: _("Its text and figures wait for your review."),
        Stage.REVIEWED: _("It passed its review and waits for your signature."),
        Stage.SIGNED: _("It is signed and not yet with the superior."),
        Stage.RETURNED: _("The superior returned it; answer the remarks, then it goes on."),
        Stage.FILED: _("It was filed to you."),
    }[stage]


def _do(stage: Stage) -> str:
    return {
        Stage.IN_REVIEW: _("Review"),
        Stage.REVIEWED: _("Look at it"),
        Stage.SIGNED: _("File"),
        Stage.RETURNED: _("Put right"),
        Stage.FILED: _("Look at it"),
    }[stage]


def _together(stage: str, rows: list[desk.Due]) -> Task:
    url = reverse("annualreports:below") if stage == Stage.FILED else reverse("annualreports:list")
    if stage == Stage.FILED:
        url += f"?year={max(each.year for each in rows)}&state=filed"
    words = ngettext("%(n)d annual report: %(stage)s", "%(n)d annual reports: %(stage)s", len(rows))
    return Task(
        title=words % {"n": len(rows), "stage": Stage(stage).label},
        url=url,
        why=_why(Stage(stage)),
        do=_("Open"),
        do_url=url,
        when=_("Annual reports"),
        is_due=stage == Stage.RETURNED,
    )


def _findings(waiting: desk.Waiting) -> Task:
    words = ngettext(
        "%(n)d annual report has findings to decide on", "%(n)d annual reports have findings", waiting.reports
    )
    why = ngettext("%(n)d of them does not add up.", "%(n)d of them do not add up.", waiting.errors)
    url = f"{reverse('annualreports:list')}?findings={'errors' if waiting.errors else 'open'}"
    return Task(
        title=words % {"n": waiting.reports},
        url=url,
        why=why % {"n": waiting.errors} if waiting.errors else _("Something in them is to be looked at."),
        do=_("Open"),
        do_url=url,
        when=_("Annual reports"),
    )


def _stuck(count: int, batch_id: int) -> Task:
    words = ngettext("%(n)d file of yours waits for a word", "%(n)d files of yours wait for a word", count)
    url = reverse("annualreports:drop", args=[batch_id])
    return Task(
        title=words % {"n": count},
        url=url,
        why=_("Say whose reports they are, or which copy is the better one."),
        do=_("Open"),
        do_url=url,
        when=_("Annual reports"),
    )
