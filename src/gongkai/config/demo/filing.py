"""The reports of the demo on their way to the city: accepted, filed, returned with remarks, in review, late, reminded."""

import datetime
from dataclasses import dataclass

from gongkai.accounts.models import Person
from gongkai.annualreports.actions import checking, compiling, drafting, filing, reminding, rolling, signing
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.queries import courses, working
from gongkai.config.demo import schedule, staff
from gongkai.config.demo.stage import Stage, moment
from gongkai.orgs.models import Agency

_OFFICE = "linkexin"
_PROBLEMS = "个别科室对公开范围把握不准，制发文件时没有同步确定公开属性；新媒体发布的信息没有及时归集。"
_PLANS = "今后公文签发时必须填写公开属性，由办公室把关；新媒体信息每月归集一次。"
_ANSWER = "对上年报告所列的问题逐项明确了责任科室，已按期整改。"
# Who came how far with the report on last year, all of it written here.
_ACCEPTED, _FILED, _RETURNED, _IN_REVIEW, _SIGNED = ("nyj",), ("swuj", "gzw"), ("kjj",), ("sfj",), ("tjj",)
_PAPERS_ACCEPTED, _PAPERS_FILED = ("gaj", "zrj", "ws"), ("fgw", "lj")
_CENTRE, _BUREAU = "zfzx", "spj"


@dataclass(frozen=True)
class _Days:
    """Working days early in the year, when reports are due; in a year that has only begun, the last ones there were."""

    now: datetime.date

    def at(self, place: int, hour: int) -> datetime.datetime:
        """A moment of the day with this place, counted from the middle of January."""
        first = schedule.working_day(datetime.date(self.now.year, 1, 12))
        day = first
        for _step in range(place):
            day = schedule.working_day(day + datetime.timedelta(days=1))
        return moment(day if day < self.now else schedule.back(self.now, max(1, 20 - place)), hour)


def add(stage: Stage) -> None:
    """All of it, on the year before."""
    days, office = _Days(stage.now.date()), stage.people[_OFFICE]
    year = stage.now.year - 1
    for key in (*_ACCEPTED, *_FILED, *_RETURNED, *_SIGNED):
        report = _signed(stage, key, year, days)
        if key not in _SIGNED:
            filing.file(report=report, by=_hands(stage, key)[0], at=days.at(8, 9))
        if key in _ACCEPTED:
            filing.accept(report=report, by=office, at=days.at(10, 15), note="数据与系统统计一致")
        if key in _RETURNED:
            _return(report, by=office, at=days.at(10, 16))
    for key in _IN_REVIEW:
        _written(stage, key, year, days)
        signing.send(report=_of(stage, key, year), by=_hands(stage, key)[0], at=days.at(9, 10))
    _roll_up(stage, year, days, office)
    _papers(stage, year, office)
    reminding.remind_due(on=datetime.date(year + 1, 2, 1), at=days.at(14, 8))
    late = Agency.objects.filter(pk__in=[stage.agencies[key].pk for key in ("czj", "cgj", "yjj")])
    reminding.remind(agencies=late, year=year, by=office, at=days.at(20, 10))
    rows = Report.objects.live().filter(year=year).order_by("id")
    checking.look_for_copies(reports=rows, by="system:worker", at=days.at(21, 10))


def _hands(stage: Stage, key: str) -> list[Person]:
    team = staff.team(key)
    return [stage.people[each] for each in (team.officers[0], team.reviewer, team.issuer)]


def _of(stage: Stage, key: str, year: int) -> Report:
    return Report.objects.live().select_related("snapshot", "agency").get(agency=stage.agencies[key], year=year)


def _written(stage: Stage, key: str, year: int, days: _Days) -> Report:
    """Compiled, what only people know written, what the checks want explained."""
    writer = _hands(stage, key)[0]
    compiling.compile_report(agency=stage.agencies[key], year=year, by=writer, at=days.at(1, 9))
    return _finish(_of(stage, key, year), by=writer, at=days.at(2, 10))


def _finish(report: Report, *, by: Person, at: datetime.datetime) -> Report:
    words = {"problems.own": _PROBLEMS, "problems.plans": _PLANS, "other.own": "没有其他需要报告的事项。"}
    for passage in working.unwritten(working.passages_of(report)):
        text = words.get(passage.template, _ANSWER)
        drafting.write(passage=passage, version=passage.version, text=text, by=by, at=at)
    for finding in courses.unsettled(report):
        checking.dismiss(finding=finding, reason="与上年口径不同，已与办公室核对", by=by, at=at)
    return report


def _signed(stage: Stage, key: str, year: int, days: _Days) -> Report:
    report = _written(stage, key, year, days)
    _sign(report, _hands(stage, key), days)
    return report


def _sign(report: Report, hands: list[Person], days: _Days) -> None:
    signing.send(report=report, by=hands[0], at=days.at(5, 10))
    signing.pass_review(report=report, by=hands[1], at=days.at(6, 10))
    signing.sign(report=report, by=hands[2], at=days.at(7, 16))


def _return(report: Report, *, by: Person, at: datetime.datetime) -> None:
    text = courses.signed_text(report)
    chapter = next(each for each in text.chapters if each["id"] == "problems") if text is not None else None
    filing.add_remark(
        report=report, cell="table3.new.total", words="请核对是否含信函申请，与月报数对不上", by=by, at=at
    )
    if chapter is not None and chapter["paragraphs"]:
        words = "问题写得太笼统，请结合本单位实际写明具体事项和整改时限"
        filing.add_remark(report=report, chapter="problems", paragraph=1, words=words, by=by, at=at)
    filing.return_report(report=report, reason="请按意见修改后于三日内重新报送", by=by, at=at)


def _roll_up(stage: Stage, year: int, days: _Days, office: Person) -> None:
    """A bureau with a centre below it: the centre's report is accepted, the bureau's is rolled up from both."""
    centre = _signed(stage, _CENTRE, year, days)
    filing.file(report=centre, by=_hands(stage, _CENTRE)[0], at=days.at(8, 10))
    filing.accept(report=centre, by=office, at=days.at(9, 10))
    writer = _hands(stage, _BUREAU)[0]
    rolling.roll_up(agency=stage.agencies[_BUREAU], year=year, by=writer, at=days.at(9, 15))
    report = _finish(_of(stage, _BUREAU, year), by=writer, at=days.at(9, 16))
    signing.send(report=report, by=writer, at=days.at(11, 9))


def _papers(stage: Stage, year: int, office: Person) -> None:
    """What was read from paper and confirmed is filed as it is; the city accepts most of it."""
    for place, key in enumerate((*_PAPERS_ACCEPTED, *_PAPERS_FILED)):
        report = _of(stage, key, year)
        if report.state not in filing.READY_ON_PAPER:
            continue
        day = schedule.back(stage.now.date(), 20 - place)
        filing.file(report=report, by=office, at=moment(day, 10))
        if key in _PAPERS_ACCEPTED:
            filing.accept(report=report, by=office, at=moment(day, 15))
