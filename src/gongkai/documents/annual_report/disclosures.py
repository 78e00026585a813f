"""Published items in prose: the year's total, each channel, each category and each group of offices."""

import dataclasses
import re

from gongkai.documents.annual_report import passages, vocabulary

_GENERIC = re.compile(
    r"主动|公开|公布|发布|推送|更新|上传|录入|累计|共计|合计|总计|总共|总数|总量|全年|今年|本年度?|当年|年度|各类|各种|各项|有关|相关|政府|政务|信息|内容|数量?|"
    r"20\d\d年?度?|\d{1,2}月|\d{1,2}日|截[至止]|年?底|共|计|约|近|达到?|为|有|了|的|条|已|通过|利用|运用|依托|在|向社会|对外|及时|"
    r"[我本](?:[局镇县市区乡办街道委厅州旗]|单位|机关|部门)+|全[局镇县市区乡州旗厅]|余|超|总|其中|:|累|文件"
)
_OPENING = re.compile(
    r"^(?:其中|包括|包含|分别(?:是|为)?|主要(?:是|为|有|包括)|涉及|涵盖|含|具体(?:是|为)|以及|和|及|另有?|还有|:|[(（]?\d+[)）.、])+"
)
_VERB = re.compile(r"^(?:主动|对外|全年|共|新)*(?:公开|公布|发布|推送|刊发|发表|更新|上传|录入)(?:了|的)?(?=.)")
_CLOSING = re.compile(r"(?:分别)?(?:共计|合计|共|计|约|近|达到?|为|有|:|-|—|数|发布|公开|推送)+$")
_NAME = re.compile(r"[“《\"「]([^”》\"」]{2,24})[”》\"」]")
_MANY = re.compile(r"等|多种|各种")
_LONGEST_LABEL = 34


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """The indicator a mention states, and the label where the indicator needs one."""

    id: str
    label: str = ""


def classify(mention: passages.Mention, words: vocabulary.Vocabulary, *, in_list: bool) -> Verdict | None:
    """What a number of published items counts, or None. `in_list` is true where a total was broken down before."""
    if mention.quantity.unit not in words.units["items"] or not mention.quantity.unit:
        return None
    before, _, after = mention.local.partition("#")
    wide = mention.wide.partition("#")[0]
    publishes = words.publishing.search(before + after) is not None
    if in_list and (found := _listed(before, after, words)):
        return found
    if not publishes and not in_list:
        if words.publishing.search(wide) and _is_bare(before, after):
            before = wide
            publishes = True
        else:
            return None
    if publishes and (found := _by_channel(before, wide, words)):
        return found
    if not publishes:
        return None
    rest = _rest(before)
    if _is_total(before, after, rest):
        return Verdict("disclosed.total")
    label = category(before)
    if (
        label
        and len(rest) > 1
        and (in_list or label.endswith(("信息", "文件", "公告")))
        and not _is_barred(label, words)
    ):
        return Verdict("disclosed.by_category", label)
    return None


def category(before: str) -> str:
    """The name of a category, without the words that open and close a list entry; "" when it is too long for one."""
    label = before
    previous = None
    while previous != label:
        previous = label
        label = _CLOSING.sub("", _VERB.sub("", _OPENING.sub("", label)))
    label = re.sub(r"^(?:在)?(?:主动公开的)?(?:信息|内容)中[,:]?", "", label)
    return label if 1 < len(label) <= _LONGEST_LABEL else ""


def _listed(before: str, after: str, words: vocabulary.Vocabulary) -> Verdict | None:
    label = category(before)
    if not label or (after and not re.match(r"(?:信息|的)?$", after)):
        return None
    if words.organisations.search(label):
        return Verdict("disclosed.by_org_group", label)
    if found := _by_channel(before, before, words):
        return found
    if _channels(before, words):
        return None
    if _is_barred(label, words) or not _rest(label):
        return None
    return Verdict("disclosed.by_category", label)


def _is_barred(label: str, words: vocabulary.Vocabulary) -> bool:
    stripped = re.sub(
        r"类的?(?:信息)?$|信息$|工作动态|会议(?:纪要|公开|信息)?|人[员事](?:任免|信息|招录|变动)", "", label
    )
    return words.not_a_category.search(stripped) is not None


def _by_channel(before: str, wide: str, words: vocabulary.Vocabulary) -> Verdict | None:
    found = _channels(before, words)
    if not found and before != wide and not _MANY.search(_means(wide, words)) and len(wide) < 60:
        found = _channels(wide, words)
        before = wide if found else before
    names = [name for name in _NAME.findall(before) if not re.search(r"公报|条例|规定|办法", name)]
    if not found:
        if names and re.search(r"(?:通过|利用|依托|在|运用)[“《\"「]|[”》\"」](?:发布|公开|推送|刊发|刊登)", before):
            return Verdict("disclosed.by_channel.named", names[-1])
        return None
    means = _means(before, words)
    if len(names) > 1 and re.search(r"[”》\"」]、[“《\"「]", before):
        return Verdict("disclosed.by_channel.named", "、".join(names))
    if _MANY.search(means) and (len(found) > 1 or "、" in means):
        return None
    ids = list(dict.fromkeys(channel.id for channel in found))
    families = {channel.family for channel in found}
    if len(ids) == 1:
        return _single(ids[0], before, names)
    if families == {"new"}:
        return (
            Verdict("disclosed.new_media_total")
            if "new_media" in ids or _is_joint(before)
            else _single(ids[-1], before, names)
        )
    if families <= {"press"}:
        return Verdict("disclosed.by_channel.press")
    if families == {"site", "named"}:
        return _single("website" if ids[-1] == "website" else "named", before, names)
    return None


def _means(before: str, words: vocabulary.Vocabulary) -> str:
    """What stands before the last word of publishing: through which means it was published."""
    verbs = list(words.publishing.finditer(before))
    return before[: verbs[-1].start()] if verbs else before


def _is_joint(before: str) -> bool:
    return (
        re.search(
            r"(?:微信|微博|抖音|快手|公众号|头条|视频号)[^,;]{0,6}(?:、|和|及|与)[^,;]{0,10}(?:微信|微博|抖音|快手|公众号|头条|视频号|微薄)",
            before,
        )
        is not None
    )


def _single(name: str, before: str, names: list[str]) -> Verdict:
    if name == "named":
        return Verdict(
            "disclosed.by_channel.named", names[-1] if names else category(before) or before[-_LONGEST_LABEL:]
        )
    if name == "new_media":
        return Verdict("disclosed.new_media_total")
    return Verdict(f"disclosed.by_channel.{name}")


def _channels(text: str, words: vocabulary.Vocabulary) -> list[vocabulary.Channel]:
    """The channels a text names, in the order of their last mention; a paper's name counts as its kind."""
    places = []
    for channel in words.channels:
        last = None
        for last in channel.words.finditer(text):  # noqa: B007 (the last one is wanted)
            pass
        if last is not None:
            places.append((last.start(), channel))
    return [channel for _, channel in sorted(places, key=lambda each: each[0])]


def _rest(before: str) -> str:
    return re.sub(r"[、,“”《》]", "", _GENERIC.sub("", before))


def _is_bare(before: str, after: str) -> bool:
    return (
        re.fullmatch(r"(?:信息|政府信息|总)?(?:共|共计|合计|总计|累计|数|达到?|为|约|近|有|量)*", before) is not None
        and not after
    )


def _is_total(before: str, after: str, rest: str) -> bool:
    if re.search(
        r"(?:公开|发布|公布|更新|上传|推送)[^#]{0,14}(?:信息|内容)(?:公开)?(?:总数|总量|数量|数)?(?:累计|共计|合计|总计|共|计|约|近|达到?|为|有|:|已|了|总)*$",
        before,
    ):
        tail = re.search(
            r"(?:公开|发布|公布|更新|上传|推送)(?!.*(?:公开|发布|公布|更新|上传|推送)(?=.*信息))([^#]*)$", before
        )
        return tail is None or len(_rest(tail[1])) < 3 or "、" in tail[1] or "等" in tail[1]
    if re.fullmatch(r"(?:各类)?(?:政府|政务|公开)?(?:信息)?", after) and re.search(
        r"(?:公开|发布|公布|上传)(?:了|共|政府信息|总数|总量|数量|量)*(?:累计|共计|合计|约|近|达到?|为)*$", before
    ):
        return len(rest) < 24
    return False
