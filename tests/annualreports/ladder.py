"""A bureau's report on its way up: the people of each step, and how to walk it as far as a test wants."""

import datetime
from dataclasses import dataclass
from typing import Any

from gongkai.accounts.models import Person, Role
from gongkai.annualreports.actions import compiling, filing, signing
from gongkai.annualreports.models.filing import Filing
from gongkai.annualreports.models.reports import Report
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.activities import on_day
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

NOW = clock.NOW
DAY = datetime.date(2025, 5, 6)


@dataclass(frozen=True)
class Ladder:
    """A city and a bureau below it, with somebody for every step."""

    city: Agency
    bureau: Agency
    officer: Person
    reviewer: Person
    issuer: Person
    superior: Person

    def compiled(self, agency: Agency | None = None, *, year: int = 2025, **fields: Any) -> Report:
        """The report of the bureau, compiled from one meeting and one request."""
        body = agency or self.bureau
        snapshot = compiling.compile_report(agency=body, year=year, by=self.officer, at=NOW, **fields)
        return Report.objects.get(pk=snapshot.report_id)

    def sent(self, report: Report) -> Filing:
        """In review."""
        return signing.send(report=report, by=self.officer, at=NOW)

    def passed(self, report: Report) -> Filing:
        """Waiting for its signature."""
        self.sent(report)
        return signing.pass_review(report=report, by=self.reviewer, at=NOW)

    def signed(self, report: Report) -> Filing:
        """Signed."""
        self.passed(report)
        return signing.sign(report=report, by=self.issuer, at=NOW)

    def filed(self, report: Report) -> Filing:
        """With the superior."""
        self.signed(report)
        return filing.file(report=report, by=self.officer, at=NOW)

    def accepted(self, report: Report) -> Filing:
        """Accepted by the superior."""
        self.filed(report)
        return filing.accept(report=report, by=self.superior, at=NOW)


def ladder() -> Ladder:
    """The city, its bureau with records of 2025, and their people."""
    city = AgencyFactory(code="city", name="云州市人民政府", short_name="市政府", kind="government")
    bureau = AgencyFactory(code="bureau", name="云州市教育局", short_name="市教育局", parent=city)
    on_day("meeting", bureau, DAY)
    plenty.requests(bureau, [{"received_on": DAY, "outcome": "DISCLOSED", "counted_on": DAY}, {"received_on": DAY}])
    return Ladder(
        city=city,
        bureau=bureau,
        officer=person_with(Role.OFFICER, bureau),
        reviewer=person_with(Role.REVIEWER, bureau),
        issuer=person_with(Role.ISSUER, bureau),
        superior=person_with(Role.SUPERIOR, city, with_subtree=True),
    )
