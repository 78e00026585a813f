"""The annual reports of the demo: what offices filed in the last years and five places elsewhere, read and checked."""

import datetime
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annualreports.actions import amending, checking, intake
from gongkai.annualreports.models.reports import Batch, BatchFile, Finding, Report
from gongkai.config.demo import city, report_facts, report_texts, schedule
from gongkai.config.demo.report_texts import Cells, Paper
from gongkai.config.demo.stage import Stage, moment

_SEED = 20211231
_CENSUS = {"gov": 3_126_000, "ws": 1_043_000, "lj": 812_000, "np": 467_000}
_READER, _OFFICE = "fangdingyuan", "linkexin"


@dataclass(frozen=True)
class Filed:
    """An office that files: how large its figures are, and how many years are there."""

    key: str
    size: int
    years: int


FILED = (
    Filed("gov", 420, 5), Filed("ws", 150, 3), Filed("lj", 120, 3), Filed("np", 80, 3), Filed("fgw", 40, 2),
    Filed("jyj", 60, 2), Filed("gaj", 90, 2), Filed("mzj", 30, 2), Filed("zjj", 110, 3), Filed("rsj", 50, 2),
    Filed("zrj", 130, 2), Filed("hbj", 45, 2), Filed("wjw", 35, 2), Filed("scj", 70, 2),
)  # fmt: skip


def add(stage: Stage) -> None:
    """All of it: the drops, what was corrected and decided, what was published."""
    last = stage.now.year - 1
    day = schedule.back(stage.now.date(), 30)
    papers = list(_papers(last))
    for number, year in enumerate(sorted({each.year for each in papers})):
        at = moment(day, 9, 10 + number)
        of_year = [each for each in papers if each.year == year]
        _drop(stage, ((f"{each.body}{year}.html", report_texts.printed(each)) for each in of_year), at=at)
    seeds = ((f"{each.body}{each.year}.txt", report_facts.text(each)) for each in report_facts.seeds())
    _drop(stage, seeds, at=moment(day, 10, 30))
    reports = {(each.body, each.year): each for each in Report.objects.select_related("snapshot", "keeper", "agency")}
    _copies(reports.values(), last, at=moment(day, 11))
    _describe(stage, reports.values(), at=moment(day, 11, 20))
    _decide(stage, last, at=moment(day, 14))
    _publish(stage, last, at=moment(day, 16))
    _unread(stage, papers, at=moment(schedule.back(stage.now.date(), 1), 16, 40))


def _papers(last: int) -> Iterator[Paper]:
    """The reports of every office, the oldest first, with the faults that somebody made in the last year."""
    for place, filed in enumerate(FILED):
        rnd = random.Random(_SEED + place)  # noqa: S311  the same demo every time is the point
        before: Cells | None = None
        for year in range(last - filed.years + 1, last + 1):
            cells = report_texts.figures(rnd, size=filed.size, last=before)
            paper = Paper(
                city.offices()[filed.key].name,
                year,
                cells,
                website=round(filed.size * rnd.uniform(25, 40)),
                dice=place * 3 + year,
            )
            if year == last:
                _spoil(paper, filed.key)
            yield paper
            before = cells


def _spoil(paper: Paper, key: str) -> None:
    """The fault of one office: each is of another kind."""
    cells = paper.cells
    wrong: Mapping[str, int | None] = {}
    if key == "jyj":
        wrong = {"table3.result_total.total": cells["table3.result_total.total"] + 1}
    elif key == "hbj":
        paper.said = cells["table3.new.total"] + 9
    elif key == "wjw":
        wrong = {
            f"table3.{row}.natural": cells[f"table3.{row}.natural"] + 2
            for row in ("carried_in", "granted", "result_total")
        }
        wrong |= {
            f"table3.{row}.total": cells[f"table3.{row}.total"] + 2 for row in ("carried_in", "granted", "result_total")
        }
    elif key == "scj":
        wrong = {"table2.normative.in_force": cells["table2.normative.in_force"] + 4}
    elif key == "mzj":
        paper.period = paper.year - 1
    elif key == "rsj":
        wrong = {f"table3.refused_{row}.research": None for row in ("state_secret", "other_law", "security")}
    elif key in {"ws", "lj"}:
        paper.more = report_texts.SHARED
    paper.wrong = wrong


def _drop(stage: Stage, texts: Iterable[tuple[str, str]], *, at: datetime.datetime) -> Batch:
    """Somebody hands files in, and they are read at once."""
    reader = stage.people[_READER]
    dropped = [intake.Dropped(name, text.encode()) for name, text in texts]
    batch = intake.receive_files(agency=stage.agencies["gov"], dropped=dropped, by=reader, at=at)
    for row in batch.files.select_related("batch__agency", "file", "report").order_by("number"):
        intake.read_file(batch_file=row, may=lambda agency: True, by=reader, at=at)
    return batch


def _copies(reports: Iterable[Report], year: int, *, at: datetime.datetime) -> None:
    checking.look_for_copies(reports=[each for each in reports if each.year == year], by="system:worker", at=at)


def _describe(stage: Stage, reports: Iterable[Report], *, at: datetime.datetime) -> None:
    """For how many people the governments speak, so that figures can be compared by inhabitants."""
    names = {city.offices()[key].name: number for key, number in _CENSUS.items()}
    for report in reports:
        if report.body in names:
            amending.describe(
                report=report, keeper=report.keeper, agency=report.agency, body=report.body, year=report.year,
                filed_on=datetime.date(report.year + 1, 3, 28), inhabitants=names[report.body], reason="补填公布日期和常住人口",
                by=stage.people[_OFFICE], at=at,
            )  # fmt: skip


def _decide(stage: Stage, last: int, *, at: datetime.datetime) -> None:
    """One figure is corrected, one finding accepted, one dismissed; the others wait."""
    officer = stage.people[_OFFICE]
    for key, act in (("jyj", checking.accept), ("mzj", checking.dismiss)):
        finding = (
            Finding.objects.filter(report__body=city.offices()[key].name, state=Finding.State.OPEN)
            .order_by("id")
            .first()
        )
        if finding is not None:
            act(
                finding=finding,
                by=officer,
                at=at,
                reason="" if key == "jyj" else "前言的年份是排版时沿用上年文字，数据为本年，已电话确认",
            )
    report = Report.objects.get(body=city.offices()["gaj"].name, year=last - 1)
    assert report.snapshot is not None
    figure = report.snapshot.figures.get(cell="table2.penalty.decisions")
    amending.correct_figure(
        report=report, snapshot=report.snapshot, figure=figure, number=figure.number + Decimal(12),
        reason="原件附有更正说明，漏计交警支队12件", by=officer, at=at,
    )  # fmt: skip


def _publish(stage: Stage, last: int, *, at: datetime.datetime) -> None:
    """What is in order is confirmed; the years before the last, the city itself and the places elsewhere are public."""
    officer = stage.people[_OFFICE]
    government = city.offices()["gov"].name
    for report in Report.objects.select_related("snapshot").order_by("id"):
        if report.snapshot is None or (report.error_count and report.agency_id):
            continue
        amending.confirm(report=report, snapshot=report.snapshot, by=officer, at=at)
        if report.year < last or report.body == government:
            amending.publish(report=report, by=officer, at=at)


def _unread(stage: Stage, papers: list[Paper], *, at: datetime.datetime) -> None:
    """A drop in which something needs a word: a report that does not say whose it is, another copy, a wrong file."""
    known = papers[-1]
    nameless = (
        report_texts.printed(papers[-2]).replace(papers[-2].body, "本机关").replace(str(papers[-2].year), "本年度")
    )
    batch = _drop(
        stage,
        (
            (f"{known.body}年报（修订）.html", report_texts.printed(known).replace("着力", "着重")),
            ("未命名年报.html", nameless),
            ("食堂菜单.txt", "周一 红烧肉 青菜\n周二 鱼香肉丝 豆腐\n"),
        ),
        at=at,
    )
    assert BatchFile.objects.filter(batch=batch).exclude(state=BatchFile.State.READ).count() == 3
