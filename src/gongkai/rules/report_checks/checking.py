"""One door for the checks of an annual report: facts go in, findings come out, the worst first."""

import datetime

from gongkai.rules.report_checks import (
    arithmetic,
    completeness,
    contradictions,
    facts,
    filing,
    partitions,
    rates,
    years,
)

_ORDER = {"error": 0, "warning": 1, "rounding": 2}


def check(
    report: facts.ReportFacts,
    *,
    previous: facts.ReportFacts | None = None,
    filed_on: datetime.date | None = None,
) -> list[facts.Finding]:
    """Everything that does not add up in a report, the worst first, then in the order of the text.

    `previous` is last year's report of the same agency, `filed_on` the day it was filed; without them the checks
    that need them are silent. A finding of severity error is certain, a warning is to be looked at, rounding is
    no error.
    """
    found = [
        *arithmetic.check(report, previous=previous),
        *partitions.check(report),
        *contradictions.check(report),
        *rates.check(report, previous=previous),
        *years.check(report, previous=previous),
        *completeness.check(report),
        *filing.check(report, filed_on=filed_on),
    ]
    unique = {(each.rule, each.sentence): each for each in found}
    return sorted(unique.values(), key=lambda each: (_ORDER[each.severity], _start(each)))


def _start(finding: facts.Finding) -> int:
    return min((place.start for place in (*finding.stated, *finding.against)), default=1 << 30)
