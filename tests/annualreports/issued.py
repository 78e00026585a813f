"""Compiled reports for tests: figures and a text of one's own, signed by three people, published, corrected."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gongkai.annualreports.actions import amending, freezing, signing
from gongkai.annualreports.models.reports import Figure, Report, Snapshot
from gongkai.annualreports.models.texts import Passage, Text
from gongkai.rules import forms
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.annualreports import ReportFactory

RECEIVED = {"form-2014": "s3_received", "form-2019": "table3.new.total", "form-2021": "table3.new.total"}


def words(edition: str, stated: Mapping[str, Decimal]) -> tuple[str, list[list[Any]]]:
    """A paragraph that states how many requests came in, with its number linked."""
    number = format(stated[RECEIVED[edition]], "f")
    return f"本年新收政府信息公开申请{number}件，均已登记。", [[12, 12 + len(number), RECEIVED[edition], number]]


def compiled(edition: str, stated: Mapping[str, Decimal], *, report: Report | None = None, **fields: Any) -> Report:
    """A report with these figures as its newest; a text of one paragraph."""
    row: Report = report or ReportFactory(edition=edition, **fields)
    freeze(row, edition, stated)
    if not row.passages.exists():
        said, links = words(edition, stated)
        Passage.objects.create(
            report=row, chapter="requests", position=1, text=said, links=links, drafted=said, drafted_links=links
        )
    return row


def freeze(report: Report, edition: str, stated: Mapping[str, Decimal], *, entered: str = "") -> Snapshot:
    """These figures as the newest snapshot of a report; one of them stated by hand."""
    cells = forms.form(edition).cells
    figures = [
        Figure(
            indicator=cells[name].indicator or "",
            cell=name,
            number=number,
            unit=cells[name].unit,
            label=cells[name].name,
            stated="table",
            words="手工填报：某局，李某" if name == entered else "",
            is_entered=name == entered or None,
        )
        for name, number in stated.items()
    ]
    snapshot = freezing.freeze(
        report=report,
        origin=Snapshot.Origin.COMPUTED,
        figures=figures,
        edition=edition,
        original=None,
        by="system:test",
        at=clock.NOW,
    )
    report.save()
    return snapshot


def signed(report: Report) -> Text:
    """The text as it stands, sent, passed and signed by three people."""
    writer, reviewer, signer = (PersonFactory(home=report.keeper) for _ in range(3))
    signing.send(report=report, by=writer, at=clock.NOW)
    signing.pass_review(report=report, by=reviewer, at=clock.NOW)
    found = signing.sign(report=report, by=signer, at=clock.NOW).text
    assert found is not None
    return found


def published(report: Report, *, note: str = "") -> Text:
    """Signed and put into the public library."""
    text = signed(report)
    amending.publish(report=report, by=PersonFactory(home=report.keeper), at=clock.NOW, note=note)
    report.refresh_from_db()
    return text


def corrected(report: Report, stated: Mapping[str, Decimal], *, note: str, problems: str = "") -> Text:
    """Opened again, with other figures and the words that follow, signed and published anew."""
    later = clock.NOW + datetime.timedelta(days=9)
    signing.reopen(report=report, reason="更正数据", by=PersonFactory(home=report.keeper), at=later)
    report.refresh_from_db()
    freeze(report, report.edition, stated)
    passage = report.passages.get(chapter="requests")
    passage.text, passage.links = words(report.edition, stated)
    passage.save()
    if problems:
        Passage.objects.create(report=report, chapter="problems", position=9, text=problems)
    return published(report, note=note)
