"""The people, reports and files that the tests of this room act with."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client

from gongkai.accounts.models import Person, Role
from gongkai.annualreports.actions import intake
from gongkai.annualreports.models.reports import BatchFile, Report
from gongkai.config.demo import report_texts
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory

NOW = clock.NOW


@dataclass(frozen=True)
class Town:
    """A city with a bureau below it and another beside it: who reads, who publishes, who looks from above."""

    city: Agency
    bureau: Agency
    other: Agency
    officer: Person
    office: Person
    superior: Person

    def take_in(
        self, *files: tuple[str, bytes], by: Person | None = None, agency: Agency | None = None
    ) -> list[BatchFile]:
        """Hand files in and read them at once; the person may read everything in the tree."""
        person = by or self.office
        dropped = [intake.Dropped(name, data) for name, data in files]
        batch = intake.receive_files(agency=agency or self.city, dropped=dropped, by=person, at=NOW)
        return [read(row, by=person) for row in rows(batch)]

    def report(self, *, year: int = 2025, body: str = "", **changes: Any) -> Report:
        """A report that was read: of the bureau, unless another body is named."""
        row = self.take_in((f"{body}{year}.html", page(body or self.bureau.name, year, **changes)))[0]
        assert row.report is not None, row.message
        return Report.objects.select_related("snapshot__original", "keeper", "agency").get(pk=row.report.pk)


def town() -> Town:
    """The city, its bureaus, its people."""
    city = AgencyFactory(name="云州市人民政府", short_name="市政府", kind="government")
    bureau = AgencyFactory(name="云州市教育局", short_name="市教育局", parent=city)
    return Town(
        city=city,
        bureau=bureau,
        other=AgencyFactory(name="云州市财政局", short_name="市财政局", parent=city),
        officer=person_with(Role.OFFICER, bureau),
        office=person_with(Role.DISCLOSURE_OFFICE, city, with_subtree=True),
        superior=person_with(Role.SUPERIOR, city, with_subtree=True),
    )


def cells(*, seed: int = 1, last: Mapping[str, int] | None = None) -> report_texts.Cells:
    """Figures that balance."""
    return report_texts.figures(random.Random(seed), size=200, last=last)


def page(body: str, year: int = 2025, **changes: Any) -> bytes:
    """A report of the form of 2021 as a web page; `wrong` prints cells otherwise, `cells` are its figures."""
    figures = changes.pop("cells", None) or cells()
    return report_texts.printed(report_texts.Paper(body, year, figures, website=1234, **changes)).encode()


def rows(batch: Any) -> list[BatchFile]:
    """The files of a batch as the task loads them."""
    return list(batch.files.select_related("batch__agency", "file", "report").order_by("number"))


def read(row: BatchFile, *, by: Person, may: bool = True) -> BatchFile:
    """Read one file as the task does."""
    return intake.read_file(batch_file=row, may=lambda agency: may, by=by, at=NOW)


def signed_in(person: Any) -> Client:
    """A browser of this person, in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
