"""The letter about a report: numbered findings with their places, to the body that filed it."""

import datetime
import io

import docx
import pytest

from gongkai.annualreports.actions import checking, lettering, refusals
from gongkai.annualreports.queries import desk
from gongkai.events.models import Event
from tests.annualreports import town
from tests.annualreports.town import NOW, Town

pytestmark = pytest.mark.django_db
CELL = "table3.result_total.total"
ON = datetime.date(2026, 3, 2)


@pytest.fixture
def place() -> Town:
    return town.town()


def letter(place: Town, report: object, findings: object) -> list[str]:
    data = lettering.write_letter(
        report=report, findings=findings, sender=place.city, by=place.office, at=NOW, on=ON,  # type: ignore[arg-type]
    )  # fmt: skip
    return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]


def test_a_letter_lists_findings_with_number_and_place(place: Town) -> None:
    report = place.report(wrong={CELL: town.cells()[CELL] + 1}, said=7)
    lines = letter(place, report, desk.standing(report))
    assert lines[0] == "云州市人民政府"
    assert "云州市教育局：" in lines
    assert "一、应予更正的问题" in lines
    assert [each for each in lines if each.startswith("1．")]
    assert any("“三、" in each and "一章" in each for each in lines)
    assert lines[-1] == "2026年3月2日"
    assert Event.objects.get(kind="report.letter").data["count"] == len(desk.standing(report))


def test_dismissed_findings_are_not_written_about(place: Town) -> None:
    report = place.report(said=7)
    (finding,) = desk.standing(report)
    checking.dismiss(finding=finding, by=place.office, at=NOW, reason="口径不同")
    with pytest.raises(refusals.NothingFound):
        letter(place, report, desk.standing(report))
    assert not Event.objects.filter(kind="report.letter").exists()
