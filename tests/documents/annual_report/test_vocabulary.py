"""The vocabulary file: refused when damaged, and its shortcuts never hide a wording."""

import dataclasses
import pathlib
import re

import pytest
import yaml

from gongkai.documents.annual_report import vocabulary

FILE = pathlib.Path(vocabulary.__file__).with_name("vocabulary.yaml")


def raw() -> dict:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def test_every_wording_is_a_pattern() -> None:
    for indicator in vocabulary.load().indicators:
        for pattern in (indicator.says, indicator.unless, indicator.needs, indicator.topic_text, indicator.unless_text):
            re.compile(pattern)


def test_a_fault_names_the_indicator_and_the_pattern() -> None:
    content = raw()
    content["indicators"][0].update(says=["(收到#"])

    with pytest.raises(vocabulary.VocabularyFault, match=r"requests\.yoy_percent: '\(收到#' is no pattern"):
        vocabulary.parse(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.pop("channels"),
        lambda content: content["indicators"].append({"id": "no dots"}),
        lambda content: content["indicators"].append(
            {"id": "fees.amount", "unit": "件", "units": "nothing", "says": ["x#"]}
        ),
        lambda content: content["indicators"].append({"id": "fees.amount", "unit": "件", "units": "cases", "says": []}),
        lambda content: content["indicators"].append(
            {"id": "fees.amount", "unit": "件", "units": "cases", "says": ["x#"], "topic": ["nowhere"]}
        ),
        lambda content: content.update(edition="soon"),
        lambda content: content["indicators"][0].update(id="requests.unheard_of"),
        lambda content: content["indicators"][0].update(says=["(收到#"]),
        lambda content: content["indicators"][0].update(unless="[#"),
        lambda content: content["absences"]["subjects"].update({"no.such": ["x"]}),
        lambda content: content["topics"].update(requests=["(("]),
    ],
)
def test_a_damaged_file_is_refused(damage) -> None:
    content = raw()
    damage(content)

    with pytest.raises(vocabulary.VocabularyFault):
        vocabulary.parse(content)


# fmt: off
CLAUSES = (
    "收到政府信息公开申请#", "受理#", "当面申请#", "网络申请#", "电子邮件申请#", "涉及商业秘密#",
    "涉及个人隐私#", "没有现成信息需要另行制作#", "不属于本行政机关公开#", "非本机关掌握#", "撤回#", "维持#",
    "驳回原告诉讼请求#", "结转下年度办理#", "#件顺延到下年度答复", "上年结转#", "行政复议#",
    "因信息公开被提起行政诉讼#", "收取检索费#", "信息处理费#", "召开新闻发布会#", "#场市政府新闻发布活动",
    "在线访谈#", "解读稿件#", "回应公众关注热点#", "民意征集#", "访问量达#", "查阅点#", "#个查阅点",
    "专职人员#", "兼职人员#", "#名兼职工作人员", "专项经费#", "培训#", "召开工作会议#", "人大代表建议#",
    "政协提案#", "取消行政审批事项#", "制发规范性文件#", "废止规范性文件#", "公文#", "公报#", "电子化率达#",
    "答复率#", "办复率#", "公开率#", "处理完毕#", "已办结#", "答复#", "回复#", "留言#", "来信#", "电话咨询#",
    "邮件咨询#", "现场接待#", "网上咨询#", "不予处理#", "其他处理#",
)
# fmt: on


def test_the_anchors_never_hide_a_wording() -> None:
    for indicator in vocabulary.load().indicators:
        free = dataclasses.replace(indicator, anchors=())
        for clause in CLAUSES:
            assert indicator.fits(clause) == free.fits(clause), (indicator.id, clause)
