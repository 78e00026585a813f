"""What readers of the demo say about its pages, what the offices answer, and a day without colour to come."""

import datetime

from gongkai.accounts.models import Role, RoleHolding
from gongkai.config.demo.stage import Stage
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency
from gongkai.portal.actions import mourning, problems

_DAY = datetime.timedelta(days=1)
# Kind, what the reader wrote, what was answered (empty: it waits), how many days ago it came.
_REPORTS = (
    ("link", "附件下载后打不开，提示文件已损坏。", "附件已重新上传，请再次下载。谢谢您的提醒。", 21),
    ("content", "表格里第三行的合计与上面两行对不上。", "经核对，第三行漏计一项，已发布更正，见页末的变更说明。", 12),
    ("display", "手机上表格太宽，看不到最后一列。", "", 3),
    ("missing", "没有找到今年的部门预算公开表。", "", 1),
)
_VERDICTS = (("/directory/", 41, 9), ("/gaps/", 12, 2), ("/policies/", 57, 6), ("/new/", 63, 14))


def add(stage: Stage) -> None:
    """Reports about the newest pages, verdicts of this month, and the day of remembrance in December."""
    today = stage.now.date()
    held = RoleHolding.objects.filter(role=Role.DISCLOSURE_OFFICE).select_related("person")
    office = held.order_by("agency__path", "pk")[0].person.reference
    items = Item.objects.public().select_related("agency").order_by("-first_published_at", "-pk")[: len(_REPORTS)]
    for (kind, words, answer, days), item in zip(_REPORTS, items, strict=False):
        at = stage.now - days * _DAY
        agency: Agency = item.agency
        path = item_pages.item_address(item.pk)
        row = problems.report(kind=kind, path=path, words=words, agency=agency, at=at)
        if answer:
            problems.answer(problem=row, words=answer, by=office, at=at + 2 * _DAY)
    for path, found, missed in _VERDICTS:
        for is_found, count in ((True, found), (False, missed)):
            for _reader in range(count):
                problems.judge(path=path, is_found=is_found, on=today)
    remembered = datetime.date(today.year if (today.month, today.day) <= (12, 13) else today.year + 1, 12, 13)
    mourning.enter(
        first_on=remembered,
        last_on=remembered,
        reason="南京大屠杀死难者国家公祭日（全国人大常委会2014年2月27日决定）",
        by=office,
        at=stage.now - 30 * _DAY,
    )
