"""How the offices keep their duties: yearly checks, a superior's catalogue, old addresses, and what is owed today."""

import datetime

from gongkai.catalog.actions import catalogues
from gongkai.config.demo import schedule, upkeep
from gongkai.config.demo.stage import Stage, moment
from gongkai.disclosures.actions import confirming, reckoning
from gongkai.disclosures.duty_models import Confirmation
from gongkai.documents import catalogue_sheets
from gongkai.documents.xlsx_files import Row
from gongkai.portal.actions import redirecting

Subject = Confirmation.Subject
# One office in so many has not looked at guide, rules and contacts within the year.
_SLACK = 5
_TITLE = "云州市就业和社会保险领域基层政务公开标准目录"
_HEAD = (
    "序号",
    "一级事项",
    "二级事项",
    "公开内容（要素）",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道和载体",
    "公开方式",
)
_ROWS = (
    ("1", "就业信息服务", "就业创业政策法规咨询", "文件名称、文号、发文部门", "《就业促进法》", "20个工作日", "市人力资源社会保障局"),
    ("2", "", "岗位信息发布", "招聘单位、岗位要求、福利待遇", "《就业促进法》", "实时公开", "人力资源社会保障部门"),
    ("3", "社会保险", "医疗保险参保登记", "对象、条件、流程", "《社会保险法》", "20个工作日", "医疗保障部门"),
    ("4", "民生保障", "社会救助标准", "低保、特困供养标准", "《政府信息公开条例》第二十条第（十一）项", "每年一次", "民政部门"),
    ("5", "海域管理", "海域使用权审批", "审批结果", "《海域使用管理法》", "7个工作日", "海洋与渔业局"),
    ("6", "", "", "", "", "", ""),
)  # fmt: skip
_OLD = {"info/1003/2216.htm": "/directory/", "xxgk/zfxxgkzn/index.html": "/agencies/"}


def add(stage: Stage) -> None:
    """All of it; last of all what is owed is reckoned."""
    _check(stage)
    _take_in(stage)
    day = schedule.back(stage.now.date(), 30)
    officer = stage.people["linkexin"]
    upkeep.add(stage)
    redirecting.keep(targets=_OLD, reason="旧网站", by=officer.reference, at=moment(day, 9, 30))
    reckoning.reckon(on=stage.now.date(), at=stage.now)


def _check(stage: Stage) -> None:
    """Most offices have looked at guide, rules and contacts within the last months."""
    by = stage.people["linkexin"]
    living = [each for each in stage.agencies.values() if each.exists_on(stage.now.date())]
    for number, agency in enumerate(living):
        if number % _SLACK == _SLACK - 1:
            continue
        at = moment(schedule.back(stage.now.date(), 20 + number % 90), 15) + datetime.timedelta(minutes=number % 50)
        for subject in Subject:
            try:
                confirming.confirm(agency=agency, subject=subject, by=by, at=at, note="逐项核对")
            except confirming.NothingToConfirm:
                continue


def _take_in(stage: Stage) -> None:
    """The province sent a catalogue; what could be mapped has become duties, one row still waits."""
    day = schedule.back(stage.now.date(), 12)
    who = stage.people["linkexin"].reference
    rows = [Row("目录", number, each) for number, each in enumerate((_HEAD, *_ROWS), start=1)]
    top = next(each for each in stage.agencies.values() if each.parent_id is None)
    batch = catalogues.read_in(
        agency=top, title=_TITLE, source="标准目录.xlsx", entries=catalogue_sheets.entries(rows), by=who,
        at=moment(day, 10, 20),
    )  # fmt: skip
    catalogues.take_over(batch=batch, by=who, at=moment(day, 10, 45))
