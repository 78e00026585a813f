"""The letter to the body that filed a report: what does not add up, each point with its place in the report."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction

from gongkai.annualreports.actions import kinds, refusals
from gongkai.annualreports.actions.kinds import By
from gongkai.annualreports.models.reports import Finding, Report
from gongkai.annualreports.queries import evidence
from gongkai.documents import letters
from gongkai.orgs.models import Agency

_GROUPS = (
    (Finding.Severity.ERROR, "应予更正的问题"),
    (Finding.Severity.WARNING, "请核对说明的问题"),
    (Finding.Severity.ROUNDING, "四舍五入造成的出入"),
)


@transaction.atomic
def write_letter(
    *, report: Report, findings: Iterable[Finding], sender: Agency, by: By, at: datetime.datetime, on: datetime.date
) -> bytes:
    """A Word letter from an agency to the body that filed the report, listing these findings.

    Raises NothingFound when there is nothing to write about.
    """
    listed = [each for each in findings if each.gone_at is None and each.state != Finding.State.DISMISSED]
    if not listed:
        raise refusals.NothingFound
    kinds.record(kinds.LETTER, report, by=by, at=at, count=len(listed), sender=sender.name)
    return letters.compose(_letter(report, listed, sender=sender, on=on))


def _letter(report: Report, listed: Sequence[Finding], *, sender: Agency, on: datetime.date) -> letters.Letter:
    outline = report.snapshot.original.outline if report.snapshot and report.snapshot.original else {}
    groups = tuple(
        letters.Group(heading, tuple(_point(each, outline) for each in listed if each.severity == severity))
        for severity, heading in _GROUPS
        if any(each.severity == severity for each in listed)
    )
    name = f"{report.body}{report.year}年政府信息公开工作年度报告"
    return letters.Letter(
        sender=sender.name,
        title=f"关于核对《{name}》有关数据的函",
        addressee=report.body,
        opening=(
            f"经核对你单位报送的《{name}》，发现以下{len(listed)}处问题。所列数字和文字均引自报告原文，并注明所在位置。",
        ),
        groups=groups,
        closing=(
            "请逐项核对：确属差错的，更正后重新报送；数据无误的，书面说明理由。",
            "特此函告。",
        ),
        on=on,
    )


def _point(finding: Finding, outline: dict[str, object]) -> letters.Point:
    sentence = finding.sentence if finding.sentence.endswith(("。", "？", "！")) else f"{finding.sentence}。"
    return letters.Point(sentence, tuple(f"见{each}" for each in evidence.places_in_words(finding, outline)))
