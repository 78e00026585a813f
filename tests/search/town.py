"""A small town on paper: agencies, columns and items that the tests of search look for."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from gongkai.catalog.models import Column
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency
from tests.factories import catalog as catalog_factories
from tests.factories import clock
from tests.factories.disclosures import PublicationFactory, published_item
from tests.factories.orgs import AgencyFactory


def moment(year: int, month: int = 3, day: int = 2) -> datetime.datetime:
    """A working moment of a day."""
    return clock.NOW.replace(year=year, month=month, day=day)


@dataclass
class Town:
    """Its agencies and columns by name, its items by key."""

    agencies: dict[str, Agency]
    columns: dict[str, Column]
    items: dict[str, Item] = field(default_factory=dict)

    def publish(self, key: str, title: str, body: str = "", **fields: Any) -> Item:
        """A public item of the finance bureau's notices, unless said otherwise."""
        plain: dict[str, Any] = {
            "agency": self.agencies["财政局"],
            "column": self.columns["通知"],
            "title": title,
            "body": f"<p>{body}</p>" if body else "<p>详见正文。</p>",
            "at": moment(2026),
        }
        item = published_item(**(plain | fields))
        self.items[key] = item
        return item

    def key_of(self, item_id: int) -> str:
        """The key of an item."""
        return next(key for key, item in self.items.items() if item.pk == item_id)


def make_public(item: Item) -> Item:
    """Make a draft with attachments public; they must be there before the clearances."""
    PublicationFactory(revision=item.revision)
    item.state, item.public_revision, item.index_no = Item.State.PUBLISHED, item.revision, f"T/{item.pk}"
    item.first_published_at = item.published_at = clock.NOW
    item.save()
    return item


def empty_town() -> Town:
    """A city with two bureaus and a district that has a street office, and a tree of three columns."""
    city = AgencyFactory(name="云州市人民政府", short_name="云州市政府", kind="government")
    district = AgencyFactory(name="望山区人民政府", short_name="望山区政府", parent=city)
    agencies = {
        "市": city,
        "财政局": AgencyFactory(name="云州市财政局", short_name="市财政局", parent=city),
        "住建局": AgencyFactory(name="云州市住房和城乡建设局", short_name="市住建局", parent=city),
        "望山区": district,
        "青石街道": AgencyFactory(name="望山区青石街道办事处", short_name="青石街道", parent=district),
    }
    statutory = catalog_factories.ColumnFactory(name="法定主动公开", owner=city)
    columns = {
        "法定": statutory,
        "通知": catalog_factories.ColumnFactory(name="通知公告", parent=statutory, owner=city),
        "预算": catalog_factories.ColumnFactory(name="预算决算", parent=statutory, owner=city),
    }
    topics = catalog_factories.VocabularyFactory(code="topics")
    catalog_factories.TermFactory(vocabulary=topics, code="04", label="财政、金融、审计")
    catalog_factories.TermFactory(vocabulary=topics, code="0401", label="财政", parent_code="04")
    genres = catalog_factories.VocabularyFactory(code="genres")
    catalog_factories.TermFactory(vocabulary=genres, code="notice", label="通知")
    return Town(agencies, columns)


def full_town() -> Town:
    """The same with two dozen items, unlike enough for a judged set of queries."""
    town = empty_town()
    housing, finance = {"agency": town.agencies["住建局"]}, {"topic": "0401"}
    district, street = {"agency": town.agencies["望山区"]}, {"agency": town.agencies["青石街道"]}
    put = town.publish
    put(
        "办法",
        "云州市老旧小区改造专项资金管理办法",
        "本办法所称专项资金，用于城镇老旧小区基础设施改造。由市住建局会同市财政局解释。",
        doc_no="云政办发〔2026〕41号",
        validity="in-force",
        genre="notice",
        **housing,
    )
    put(
        "暂行规定",
        "云州市老旧小区改造资金使用管理暂行规定",
        "自2026年起由云政办发〔2026〕41号代替，原文保留供查。",
        doc_no="云政办发〔2021〕19号",
        validity="repealed",
        at=moment(2021, 6),
        **housing,
    )
    put("旧改计划", "2026年旧改计划", "列入本年计划的小区名称、户数和计划开工时间见附件。", **housing)
    put("三公", "云州市2025年度三公经费决算公开", "因公出国（境）费为零，公务接待费下降百分之三。", **finance)
    put("接待", "关于规范公务接待费管理的通知", "公务接待费实行总额控制。", genre="notice", **finance)
    put("预算", "云州市财政局2026年部门预算", "收支预算总表。", column=town.columns["预算"], **finance)
    put(
        "决算",
        "云州市财政局2024年部门决算",
        "收支决算总表。",
        column=town.columns["预算"],
        at=moment(2025, 9),
        **finance,
    )
    put("双公示", "关于做好双公示工作的通知", "行政许可和行政处罚等信用信息应当自作出决定之日起七个工作日内公示。")
    put("许可公示", "行政许可公示（第三期）", "准予许可的事项如下。")
    put("依申请", "云州市依申请公开办理规程", "收到政府信息公开申请，能够当场答复的，应当当场答复。")
    put("年报", "云州市2025年政府信息公开工作年度报告", "收到并处理依申请公开一百二十件。")
    put("坪山", "关于坪山区对口协作情况的通报", "与深圳市坪山区签订协议三份。")
    put("山区", "关于支持山区坪坝公路建设的意见", "支持山区的坪坝修建公路。")
    put("石", "青石路积水点整治公告", "路面破损处一并修复。", **street)
    put("石二", "望山区采石场关停情况", "三处采石场已经关停。", **district)
    put("供水", "望山区二次供水设施改造方案", "老旧水箱逐步更换。", **district)
    put("学区", "望山区2026年义务教育招生划片范围", "各学校招生范围如下。", at=moment(2026, 5), **district)
    put("低保", "望山区最低生活保障标准调整通告", "自三月起执行新标准。", **district)
    put("采购", "市级机关办公设备政府采购结果公告", "中标供应商三家。")
    put(
        "信息化",
        "云州市政务信息化项目管理办法",
        "信息系统应当互联互通。",
        doc_no="云政发〔2025〕7号",
        validity="in-force",
    )
    put("引用", "关于贯彻落实有关文件的通知", "请按照云政发〔2025〕7号文件执行。")
    put("废止", "关于废止部分文件的决定", "废止云政发〔2019〕3号等五件文件。", genre="notice")
    put("天气", "汛期天气通报", "本周有雨。", at=moment(2023, 7))
    put("旧天气", "汛期天气通报", "本周有雨。", at=moment(2016, 7))
    return town
