"""A report of the demo that was written here: signed by three people, published with its files, then corrected."""

import datetime
from decimal import Decimal

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import amending, checking, compiling, drafting, printing, signing
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.queries import courses, working
from gongkai.config.demo import schedule, staff
from gongkai.config.demo.stage import Stage, moment
from gongkai.statistics.actions import entering

_OFFICE, _PUBLISHER = "jtj", "linkexin"
_WORDS = {
    "general.management": "（三）政府信息管理。修订了信息公开审查办法，对历年文件逐件核对，失效的及时标注。",
    "problems.own": "公交线路调整等群众关心的信息，有的在实施当天才公开，提前量不足；基层站所的办事指南更新不及时。",
    "problems.plans": "线路调整一律提前七日公开并在站牌张贴；办事指南每季度核对一次，由各站所负责人签字确认。",
    "other.own": "本年度没有其他需要报告的事项。",
}
_LICENCES, _FOUND = "licensing.decisions", Decimal(37)
_NOTE = "原报告漏计下属运输管理所作出的行政许可37件，现予更正，文字和表格一并更正。"


def add(stage: Stage) -> None:
    """The report on the last year of an office that filed none on paper: two versions, each with its files."""
    year = stage.now.year - 1
    agency = stage.agencies[_OFFICE]
    team = staff.team(_OFFICE)
    hands = [stage.people[each] for each in (team.officers[0], team.reviewer, team.issuer)]
    publisher = stage.people[_PUBLISHER]
    first = schedule.back(stage.now.date(), 24)
    made = compiling.compile_report(agency=agency, year=year, by=hands[0], at=moment(first, 9, 10))
    report = Report.objects.get(pk=made.report_id)
    _write(report, by=hands[0], at=moment(first, 9, 40))
    _issue(report, hands, publisher, day=first)
    second = schedule.back(stage.now.date(), 6)
    signing.reopen(report=report, reason="下属单位许可数漏计", by=hands[0], at=moment(second, 9))
    counted = made.figures.filter(indicator=_LICENCES).values_list("number", flat=True).first() or Decimal(0)
    entering.state(
        agency=agency,
        year=year,
        indicator=_LICENCES,
        number=counted + _FOUND,
        reason="下属运输管理所的许可未登记在系统内",
        by=hands[0],
        at=moment(second, 9, 10),
        link="https://www.example.gov.cn/proof",
    )
    compiling.compile_report(agency=agency, year=year, by=hands[0], at=moment(second, 9, 20))
    report.refresh_from_db()
    _write(report, by=hands[0], at=moment(second, 9, 30))
    _issue(report, hands, publisher, day=second, note=_NOTE)


def _write(report: Report, *, by: Person, at: datetime.datetime) -> None:
    """What the figures cannot say, and what the checks want explained."""
    for passage in working.unwritten(working.passages_of(report)):
        words = _WORDS.get(passage.template, "上年报告所列的问题已逐项整改，整改情况在局内通报。")
        drafting.write(passage=passage, version=passage.version, text=words, by=by, at=at)
    for finding in courses.unsettled(report):
        checking.dismiss(finding=finding, reason="与上年口径不同，已与办公室核对", by=by, at=at)


def _issue(report: Report, hands: list[Person], publisher: Person, *, day: datetime.date, note: str = "") -> None:
    writer, reviewer, signer = hands
    filing = signing.send(report=report, by=writer, at=moment(day, 10))
    assert filing.text is not None, "a text was sent"
    printing.ask(text=filing.text, at=moment(day, 10, 1))
    printing.make(text=filing.text, by="system:demo", at=moment(day, 10, 2))
    signing.pass_review(report=report, by=reviewer, at=moment(day, 14))
    signing.sign(report=report, by=signer, at=moment(day, 16))
    report.refresh_from_db()
    amending.publish(report=report, by=publisher, at=moment(day, 17), note=note)
    report.refresh_from_db()
