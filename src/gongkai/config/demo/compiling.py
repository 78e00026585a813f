"""The reports of the demo that are being compiled: the form from the year's records, the text half written."""

import datetime

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import checking, compiling, drafting
from gongkai.annualreports.models.reports import Finding, Report
from gongkai.annualreports.models.texts import Passage
from gongkai.annualreports.queries import board
from gongkai.config.demo import schedule
from gongkai.config.demo.stage import Stage, moment

_WRITER, _OFFICE = "xuruolan", "linkexin"
_PROBLEM = "部分办件的会商时间偏长，临近期限才作出答复；政策解读以文字为主，图解和视频偏少。"
_PLAN = "明年起会商意见应在三个工作日内反馈，逾期由办公室催办；与群众办事有关的文件一律配图解，与文件同日发布。"
_DONE = "对上年报告所列的问题，今年逐条定了措施和责任科室，按季度检查，检查结果在局内通报，年底前已经改完。"
_TYPED = 9


def add(stage: Stage) -> None:
    """A bureau with its report of this year half written and one number out of date; the office has just begun."""
    year = stage.now.year
    day = schedule.back(stage.now.date(), 2)
    writer, officer = stage.people[_WRITER], stage.people[_OFFICE]
    made = compiling.compile_report(agency=stage.agencies["zjj"], year=year, by=writer, at=moment(day, 9, 20))
    report = Report.objects.get(pk=made.report_id)
    for number, (template, text) in enumerate((("problems.own", _PROBLEM), ("problems.plans", _PLAN))):
        _write(report, template, text, by=writer, at=moment(day, 10, 10 + number))
    _write(report, "problems.last-1", _DONE, by=writer, at=moment(day, 10, 20))
    _outdated(report, by=writer, at=moment(day, 10, 31))
    compiling.compile_report(agency=stage.agencies["gov"], year=year, by=officer, at=moment(day, 15))
    other = compiling.compile_report(agency=stage.agencies["jyj"], year=year, by=officer, at=moment(day, 15, 30))
    _explained(Report.objects.get(pk=other.report_id), by=officer, at=moment(day, 16))


def _write(report: Report, template: str, text: str, *, by: Person, at: datetime.datetime) -> None:
    row = report.passages.filter(template=template).select_related("report").first()
    if row is not None:
        drafting.write(passage=row, version=row.version, text=text, by=by, at=at)


def _outdated(report: Report, *, by: Person, at: datetime.datetime) -> None:
    """Somebody typed the number of an earlier count into the text."""
    row = report.passages.filter(template="general.requests").select_related("report").first()
    if row is None:
        return
    start, end, printed = _first_number(row)
    if end:
        text = f"{row.text[:start]}{max(int(printed) - _TYPED, 1)}{row.text[end:]}"
        drafting.write(passage=row, version=row.version, text=text, by=by, at=at)


def _first_number(row: Passage) -> tuple[int, int, str]:
    found = [each for each in row.links if each[2] == "table3.new.total"]
    return (found[0][0], found[0][1], found[0][3]) if found else (0, 0, "")


def _explained(report: Report, *, by: Person, at: datetime.datetime) -> None:
    for finding in Finding.objects.filter(report=report, rule=board.MUST_EXPLAIN, state=Finding.State.OPEN)[:1]:
        checking.dismiss(finding=finding, reason="上年报告按纸质登记簿统计，今年起按系统办件统计", by=by, at=at)
