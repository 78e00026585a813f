"""What else a desk in use shows: an import with refused rows, notices for those concerned, saved views."""

import datetime
import io

import openpyxl

from gongkai.config.demo import schedule
from gongkai.config.demo.stage import Stage, moment
from gongkai.disclosures import tasks
from gongkai.disclosures.actions import importing, intake, kinds
from gongkai.disclosures.models import SavedView
from gongkai.events.models import Event
from gongkai.notices import actions as notices

_TOLD = (kinds.SUBMITTED, kinds.CLEARED, kinds.RETURNED, kinds.PUBLISHED)
_HEAD = ("标题", "文号", "生成日期", "栏目", "关键词", "正文")
_PLACE = "住建局历史公开目录.xlsx"
_VIEWS = (
    ("xuruolan", "退回给我的", "state=returned"),
    ("xuruolan", "本机关草稿", "state=draft"),
    ("linkexin", "在审核中的", "state=in-review"),
    ("luzhixing", "待定时发布", "state=scheduled"),
)


def add(stage: Stage) -> None:
    """All of it."""
    _import(stage)
    _tell(stage)
    for username, name, query in _VIEWS:
        SavedView.objects.create(person=stage.people[username], name=name, query=query)


def _import(stage: Stage) -> None:
    """An office brings its old list: most rows become drafts, some cannot, and each of those says why."""
    day = schedule.back(stage.now.date(), 2)
    at = moment(day, 10, 14)
    data = _sheet(day.year - 4)
    agency, officer = stage.agencies["zjj"], stage.people["xuruolan"]
    batch = importing.start(agency=agency, source=_PLACE, by=officer, at=at)
    source = intake.Source(_PLACE, _PLACE, lambda: data)
    importing.take_in(batch=batch, sources=[source], by=officer, at=at + datetime.timedelta(seconds=2))


def _sheet(year: int) -> bytes:
    matters = ("物业服务企业信用评价", "房屋安全鉴定", "预售资金监管", "工程质量投诉处理", "住宅专项维修资金使用", "建筑工地扬尘治理", "公租房租金收缴",
               "燃气设施保护", "装配式建筑推广", "农村危房改造", "城市地下管线普查", "房地产中介备案", "施工图审查", "城镇排水许可", "绿色建筑标识")  # fmt: skip
    rows: list[tuple[str, ...]] = []
    for number, matter in enumerate(matters, start=1):
        body = f"各有关单位：\n为做好{matter}工作，现将有关事项通知如下。\n一、落实责任，明确专人负责。\n二、按月报送进展，结果向社会公布。"
        rows.append(
            (
                f"关于做好{matter}工作的通知",
                f"云建发〔{year}〕{number + 10}号",
                f"{year}-{number % 12 + 1:02d}-{number + 6:02d}",
                "市住房和城乡建设局",
                matter,
                body,
            )
        )
    rows += [
        (
            "关于开展房屋普查的通知",
            f"云建发〔{year}〕41号",
            f"{year}-13-02",
            "",
            "房屋普查",
            "各区县：请按时完成普查。",
        ),
        ("", f"云建发〔{year}〕42号", f"{year}-05-09", "", "", "这一行没有标题。"),
        ("关于公布检测机构名单的公告", f"云建发[{year}]第08号", f"{year}年6月31日", "", "检测机构", "名单见附件。"),
        ("关于调整维修资金缴存标准的通知", f"云建发〔{year}〕44号", "去年年底", "", "维修资金", "自下月起执行。"),
        (
            "关于规范夜间施工许可的通知",
            f"云建发（{year}）45号",
            f"{year}-07-21",
            "不存在的栏目",
            "夜间施工",
            "夜间施工应当公告附近居民。",
        ),
        (
            "关于燃气管道占压清理情况的通报" + "（续）" * 70,
            f"云建发〔{year}〕46号",
            f"{year}-08-02",
            "",
            "燃气",
            "清理情况见下表。",
        ),
    ]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("目录")
    for row in (_HEAD, *rows):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _tell(stage: Stage) -> None:
    """Tell people of what came to rest in the last days, and count the older of it as seen."""
    since = stage.now - datetime.timedelta(days=14)
    recent = Event.objects.filter(kind__in=_TOLD, at__gte=since).order_by("id")
    last = {event.about: event for event in recent}
    seen = stage.now - datetime.timedelta(days=4)
    tasks.tell_people([event for event in last.values() if event.at < seen])
    for person in stage.people.values():
        notices.mark_seen(person=person, at=stage.now)
    tasks.tell_people([event for event in last.values() if event.at >= seen])
