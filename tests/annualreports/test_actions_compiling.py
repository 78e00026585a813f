"""Compiling: the form of a year frozen as a computed snapshot; stated figures marked; the command that prints it."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from gongkai.annualreports.actions import amending, compiling, refusals
from gongkai.annualreports.models.reports import Report, Snapshot
from gongkai.annualreports.queries import integrity
from gongkai.config import cli
from gongkai.events.models import Event
from gongkai.orgs.models import Agency
from gongkai.rules import forms
from gongkai.statistics.actions import entering
from gongkai.statistics.actions import refusals as figure_refusals
from tests.annualreports import town as towns
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.activities import on_day, yearly
from tests.factories.orgs import AgencyFactory
from tests.statistics import plenty

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 5, 6)


@pytest.fixture
def office() -> Agency:
    """A bureau with something to report on 2025, and one below it."""
    agency: Agency = AgencyFactory(code="bureau", name="云州市教育局")
    on_day("meeting", agency, DAY)
    on_day("meeting", AgencyFactory(parent=agency), DAY)
    yearly("charges", agency, 2025, amount="12.5")
    plenty.requests(agency, [{"received_on": DAY, "outcome": "DISCLOSED", "counted_on": DAY}, {"received_on": DAY}])
    return agency


def compiled(agency: Agency, year: int = 2025, **fields: Any) -> Snapshot:
    """The snapshot of a year."""
    return compiling.compile_report(agency=agency, year=year, by="system:test", at=clock.NOW, **fields)


def values(snapshot: Snapshot) -> dict[str, Decimal]:
    """Figures by cell."""
    return dict(snapshot.figures.values_list("cell", "number"))


def test_the_form_of_the_year_is_frozen_with_every_cell(office: Agency) -> None:
    snapshot = compiled(office)
    assert (snapshot.origin, snapshot.edition, snapshot.report.body) == ("computed", "form-2021", "云州市教育局")
    found = values(snapshot)
    assert set(found) == set(forms.form("form-2021").cells)
    assert (found["table3.new.total"], found["table3.granted.natural"], found["table3.carried_out.natural"]) == (
        2,
        1,
        1,
    )
    assert found["table2.charges.amount"] == Decimal("12.5")
    assert Event.objects.filter(kind="report.compiled", agency_id=office.pk).count() == 1
    assert list(integrity.damaged_snapshots()) == []
    report = Report.objects.get()
    assert report.snapshot == snapshot
    assert report.error_count == 0


def test_compiled_again_without_change_it_is_the_same_snapshot(office: Agency) -> None:
    first = compiled(office)
    assert compiled(office) == first
    plenty.requests(office, [{"received_on": DAY}])
    again = compiled(office)
    assert (again.number, values(again)["table3.new.total"]) == (2, 3)


def test_another_edition_and_the_subtree(office: Agency) -> None:
    assert values(compiled(office, form="form-2014"))["s9_meetings"] == 1
    assert values(compiled(office, form="form-2014", with_subtree=True))["s9_meetings"] == 2


def test_a_stated_figure_stands_and_is_marked_and_sums_follow(office: Agency) -> None:
    person = PersonFactory(home=office, name="林可欣")
    entering.state(
        agency=office,
        year=2025,
        indicator="requests.received.natural_person",
        number=Decimal(9),
        reason="纸质登记簿漏录",
        link="https://x.gov.cn/proof",
        by=person,
        at=clock.NOW,
    )
    snapshot = compiled(office)
    found = {each.cell: each for each in snapshot.figures.all()}
    stated = found["table3.new.natural"]
    assert (stated.number, stated.is_entered) == (9, True)
    assert all(words in stated.words for words in ("林可欣", "纸质登记簿漏录", "https://x.gov.cn/proof", "系统统计 2"))
    total = found["table3.new.total"]
    assert (total.number, total.is_entered) == (9, None)
    assert list(integrity.damaged_snapshots()) == []

    entering.take_back(
        agency=office, year=2025, indicator="requests.received.natural_person", reason="已补录", by=person, at=clock.NOW
    )
    assert values(compiled(office))["table3.new.natural"] == 2


REFUSED = [
    ({"reason": " "}, figure_refusals.ReasonMissing),
    ({"link": ""}, figure_refusals.ProofMissing),
    ({"link": "javascript:1"}, figure_refusals.ProofMissing),
    ({"number": Decimal(1)}, figure_refusals.SameNumber),
    ({"number": Decimal("NaN")}, figure_refusals.UnknownFigure),
    ({"indicator": "nothing"}, figure_refusals.UnknownFigure),
    ({"year": 2027}, figure_refusals.YearToCome),
]


@pytest.mark.parametrize(("changed", "refusal"), REFUSED)
def test_a_statement_needs_reason_proof_and_a_change(
    office: Agency, changed: dict[str, Any], refusal: type[Exception]
) -> None:
    plain: dict[str, Any] = {"year": 2025, "indicator": "meetings.count", "number": Decimal(4), "reason": "漏登"}
    plain |= {"link": "https://x.gov.cn", "agency": office, "by": PersonFactory(home=office), "at": clock.NOW}
    with pytest.raises(refusal):
        entering.state(**(plain | changed))
    with pytest.raises(figure_refusals.NotStated):
        taken = {name: plain[name] for name in ("agency", "year", "indicator", "reason", "by", "at")}
        entering.take_back(**taken)


def test_a_counted_figure_is_not_corrected_in_the_report(office: Agency) -> None:
    snapshot = compiled(office)
    with pytest.raises(refusals.Counted):
        amending.correct_figure(
            report=snapshot.report, snapshot=snapshot, number=Decimal(5), reason="x", by=PersonFactory(), at=clock.NOW,
            cell="table3.new.natural",
        )  # fmt: skip


def test_a_paper_report_is_not_overwritten() -> None:
    town = towns.town()
    report = town.report(year=2025)
    with pytest.raises(refusals.ReadFromPaper):
        compiled(report.agency)  # type: ignore[arg-type]


@pytest.mark.parametrize(("year", "refusal"), [(2012, refusals.NoForm), (2027, refusals.NotInThatYear)])
def test_a_year_without_form_or_to_come(office: Agency, year: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        compiled(office, year)


def test_an_agency_that_did_not_exist_has_nothing_to_report() -> None:
    young = AgencyFactory(founded_on=datetime.date(2026, 1, 1))
    gone = AgencyFactory(dissolved_on=datetime.date(2024, 12, 31))
    for agency in (young, gone):
        with pytest.raises(refusals.NotInThatYear):
            compiled(agency)


# --- gongkai report compile ---


@pytest.fixture(autouse=True)
def _connection_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command closes its connections at the end, and with them the database that lives in memory."""
    monkeypatch.setattr(connections, "close_all", lambda: None)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command: exit code, what it printed, what it complained of."""
    try:
        code = cli.main(["report", "compile", *words])
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_prints_every_cell_as_json(office: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _err = run(capsys, "--agency", "bureau", "--year", "2025", "--json")
    printed = json.loads(said)
    assert (code, printed["form"], list(printed)) == (0, "form-2021", ["form", "values"])
    assert list(printed["values"]) == list(forms.form("form-2021").cells)
    assert printed["values"]["table3.new.natural"] == 2
    assert printed["values"]["table2.charges.amount"] == 12.5
    assert printed["values"]["table4.review_upheld"] == 0
    assert not Report.objects.exists()


def test_the_command_knows_editions_and_subtrees(office: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    for more, meetings in (([], 1), (["--subtree"], 2)):
        words = ("--agency", "bureau", "--year", "2025", "--form", "2014", "--json", *more)
        printed = json.loads(run(capsys, *words)[1])
        assert (printed["form"], printed["values"]["s9_meetings"]) == ("form-2014", meetings)
    assert "table3.new.natural" in run(capsys, "--agency", "bureau", "--year", "2025")[1]
    for year, edition in ((2016, "form-2014"), (2020, "form-2019")):
        assert json.loads(run(capsys, "--agency", "bureau", "--year", str(year), "--json")[1])["form"] == edition


def test_the_command_drafts_the_text_when_asked(office: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--agency", "bureau", "--year", "2025", "--text")
    said = run(capsys, *words)[1]
    assert "一、总体情况" in said and "收到政府信息公开申请2件" in said.replace("新收", "收到")
    printed = json.loads(run(capsys, *words, "--json")[1])
    (general,) = (each for each in printed["text"] if each["id"] == "general")
    (paragraph,) = (each for each in general["paragraphs"] if "依申请公开。" in each["text"])
    assert all(paragraph["text"][start:end] == number for start, end, _id, number in paragraph["links"])
    assert "{" not in said
    assert not Report.objects.exists()


def test_the_command_names_what_was_stated_by_hand(office: Agency, capsys: pytest.CaptureFixture[str]) -> None:
    entering.state(
        agency=office, year=2025, indicator="regulations.issued", number=Decimal(3), reason="在另一系统制发",
        link="https://x.gov.cn", by=PersonFactory(home=office), at=clock.NOW,
    )  # fmt: skip
    printed = json.loads(run(capsys, "--agency", "bureau", "--year", "2025", "--json")[1])
    assert (printed["values"]["table2.rules.made"], printed["entered"]) == (3, ["table2.rules.made"])
    assert "手工填报" in run(capsys, "--agency", "bureau", "--year", "2025")[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--agency", "nobody", "--year", "2025"), 1, "nobody"),
        (("--agency", "bureau", "--year", "2012"), 1, "2012"),
        (("--agency", "bureau", "--year", "2999"), 1, "2999"),
        (("--agency", "bureau", "--year", "99999"), 1, "99999"),
        (("--agency", "bureau", "--year", "0"), 1, "0"),
        (("--agency", "bureau", "--year", "latest"), 2, "latest"),
        (("--agency", "bureau", "--year", "2025", "--form", "2008"), 2, "2008"),
        (("--agency", "bureau"), 2, "--year"),
        (("--year", "2025"), 2, "--agency"),
    ],
)
def test_wrong_words_end_with_a_code_and_a_sentence(
    office: Agency, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    ended, printed, complained = run(capsys, *words)
    assert (ended, printed) == (code, "")
    assert said in complained
    assert "Traceback" not in complained
