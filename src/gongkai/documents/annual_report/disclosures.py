"""Published items in prose: the year's total, each channel, each category and each group of offices."""

import dataclasses
import re

from gongkai.documents.annual_report import passages, vocabulary

_GENERIC = re.compile(
    r"20\d\d年?度?|\d{1,2}[月日]|截[至止]|[我本](?:[局镇县市区乡办街道委厅州旗院]|单位|机关|部门)+|全[局镇县市区乡州旗厅]|向社会|对外|"
    r"主动|公开|公布|发布|推送|更新|上传|录入|新增|历年|累计|共计|合计|总计|总共|总数|总量|全年|年内|一年来|今年以来|今年|本年度?|实际|应当?(?=主动|公开|发布)|所|当年|年度|年底|各类|各种|各项|"
    r"有关|相关|政府|政务|信息|内容|其中|通过|利用|运用|依托|数量?|达到?|条|共|计|约|近|为|有|了|的|已|在|余|超|总|累|:|底"
)
_OPENING = re.compile(
    r"^(?:其中|包括|包含|分别(?:是|为)?|主要(?:是|为|有|包括)|涉及|涵盖|含|具体(?:是|为|包括)?|以及|和|及|另有?|还有|:|[(]?\d+[).、])+"
    r"|^(?:在)?(?:主动公开的)?(?:信息|内容)中,?:?"
)
_VERB = re.compile(r"^(?:主动|对外|全年|共|新)*(?:公开|公布|发布|推送|刊发|发表|更新|上传|录入)(?:了|的)?(?=.)")
_CLOSING = re.compile(
    r"(?:分别)?(?:信息更新量|更新量|共计|合计|累计|共|计|约|近|达到?|为|有|:|-|—|(?<!次)数|发布|公开|推送)+$"
)
_PUBLISHED = re.compile(r"(?:主动)?(?:公开|发布|公布)(?:各类)?(?:政府|政务)?(?:信息)?$")
_NAME = re.compile(r"[“《\"「]([^”》\"」]{2,24})[”》\"」]")
_NO_ACCOUNT = re.compile(r"公报|条例|规定|办法|目录|指南|要点|方案")
_MANY = re.compile(r"等|多种|各种")
_GENERIC_OBJECT = re.compile(
    r"(?:信息|稿件|内容|文章|动态|推文|作品|视频|消息|文|图文|资讯|稿|数据|报道|新闻|期)?(?:数|数量|总数|总量|量|公开|发布)?"
    r"(?:历年|累计|共计|合计|总计|共|计|约|近|达到?|为|有|了|已|:)*$"
)
_JOINT = re.compile(
    r"(?:微信|微博|抖音|快手|公众号|头条|视频号)[^,;]{0,6}(?:、|和|及|与)[^,;]{0,10}(?:微信|微博|抖音|快手|公众号|头条|视频号|微薄)"
    r"|微博微信|微信微博"
)
_ANY_PAPER = re.compile(r"(?:各[类种项级]|各|相关|有关|重要|最新)*(?:政策|政务|政府)?(?:信息|文件|公告|文件信息)")
_OF_CHANNEL = re.compile(
    r"(?:政府|门户|官方|政务)*(?:网站|网页|微信|微博|公众号)(?:信息|内容|图文|消息|文章|推文|稿件|博文)*(?:共|共计|约|近|达)*"
)
_ACCOUNTS = re.compile(r"(?:账号|公众号|粉丝|关注)[^,;。]{0,12}\d[^,;。]{0,6}$")
_PUSHED = re.compile("推送|推文")
_SUM = re.compile(r"^(?:以上|上述|各类)?(?:总计|合计|共计|累计|总共|共)(?:公开|发布)?(?:信息)?$")
_LONGEST_LABEL = 34


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """The indicator a mention states, and the label where the indicator needs one."""

    id: str
    label: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class _Clause:
    """`means` stands before the last word of publishing, `matter` after it; without one all is `matter`."""

    before: str
    after: str
    means: str
    matter: str
    publishes: bool
    unit: str


def classify(
    mention: passages.Mention, words: vocabulary.Vocabulary, *, in_list: bool, has_total: bool = False
) -> Verdict | None:
    """What a number of published items counts, or None.

    `in_list` is true where a total was broken down before, `has_total` where the report has stated one.
    """
    if mention.quantity.unit not in words.units["items"] or not mention.quantity.unit:
        return None
    clause = _clause(mention.local, mention.quantity.unit, words)
    if in_list and _SUM.match(clause.before) and not clause.after:
        return Verdict("disclosed.total")
    if in_list and clause.before == "信息公开" and not clause.after:
        return Verdict("disclosed.by_category", clause.before)
    if not clause.publishes and not in_list:
        wide = _clause(mention.wide, mention.quantity.unit, words)
        if not wide.publishes or not _is_bare(clause):
            return None
        clause = wide
    if in_list and (group := _group(clause, words)):
        return group
    if found := _by_channel(clause, mention, words, in_list=in_list, has_total=has_total):
        return found
    if clause.publishes and _is_total(clause) and not (in_list and _names_kind(clause)):
        return Verdict("disclosed.total")
    return _category(clause, words, in_list=in_list)


def category(before: str) -> str:
    """The name of a category, without the words that open and close a list entry; "" when it is too long for one."""
    label = before
    previous = None
    while previous != label:
        previous = label
        label = _CLOSING.sub("", _VERB.sub("", _OPENING.sub("", label)))
    return label if 1 < len(label) <= _LONGEST_LABEL else ""


def _clause(local: str, unit: str, words: vocabulary.Vocabulary) -> _Clause:
    before, _, after = local.partition("#")
    verbs = [verb for verb in words.publishing.finditer(before) if not _is_quoted(before[: verb.start()])]
    while verbs and re.match(
        r"(?:方|平台|目录|栏|专栏|网(?!站信息|站内容)|年报|指南|系统|公告)", before[verbs[-1].end() :]
    ):
        verbs.pop()
    if not verbs:
        return _Clause(before, after, "", before, words.publishing.search(after) is not None, unit)
    last = verbs[-1]
    return _Clause(before, after, before[: last.start()], before[last.end() :], True, unit)


def _is_quoted(before: str) -> bool:
    return before.count("“") > before.count("”")


def _group(clause: _Clause, words: vocabulary.Vocabulary) -> Verdict | None:
    label = _PUBLISHED.sub("", category(clause.before) or category(clause.means) or clause.means)
    if label and not clause.after and not re.match("[我本全该]", label) and words.organisations.search(label):
        return Verdict("disclosed.by_org_group", label)
    return None


def _by_channel(
    clause: _Clause, mention: passages.Mention, words: vocabulary.Vocabulary, *, in_list: bool, has_total: bool
) -> Verdict | None:
    means = re.sub("[中上里内]$", "", clause.means or clause.before)
    if not clause.publishes and (not in_list or clause.unit in ("个", "项")):
        return None
    found = _channels(means, words)
    if not found and clause.publishes:
        around = _clause(mention.wide, clause.unit, words).means
        if around != means and len(around) < 60 and not _MANY.search(around):
            found = _channels(around, words)
            means = around if found else means
    if not found and clause.publishes and _OF_CHANNEL.fullmatch(clause.matter):
        means, found = clause.matter, _channels(clause.matter, words)
    if not found and clause.publishes and not clause.means.strip("共全年") and _ACCOUNTS.search(mention.lead):
        means = mention.lead.rpartition("。")[2][-60:]
        found = [each for each in _channels(means, words) if each.family == "new"]
    if not found and _PUSHED.search(clause.before) and not clause.means.strip("共全年"):
        means = mention.lead[-60:]
        found = [each for each in _channels(means, words) if each.family == "new"]
    if in_list and not clause.publishes and re.search(r"类(?:信息)?$", clause.before):
        found = [each for each in found if each.family != "named"]
    names = [name for name in _NAME.findall(means) if not _NO_ACCOUNT.search(name)]
    if not found:
        if names and re.search(r"(?:通过|利用|依托|在|运用)[“《\"「]|[”》\"」]$", means) and clause.publishes:
            return Verdict("disclosed.by_channel.named", names[-1])
        return None
    matter = category(clause.matter)
    is_specific = (
        matter
        and not _ANY_PAPER.fullmatch(matter)
        and not _GENERIC_OBJECT.fullmatch(clause.matter)
        and (not _ends_generic(clause.matter) or re.search(r"类(?:的)?(?:政府|政务)?信息", matter))
    )
    if clause.publishes and is_specific and found[-1].family != "new":
        return None if _is_barred(matter, clause.unit, words) else Verdict("disclosed.by_category", matter)
    if _MANY.search(means) and (len(found) > 1 or "、" in means):
        families = {channel.family for channel in found}
        if families == {"press"}:
            return Verdict("disclosed.by_channel.press")
        return Verdict("disclosed.new_media_total") if families == {"new"} and len(found) > 1 else None
    return _channel(found, means, names, clause.unit, in_list=in_list, has_total=has_total)


def _channel(
    found: list[vocabulary.Channel], means: str, names: list[str], unit: str, *, in_list: bool, has_total: bool
) -> Verdict | None:
    last = found[-1]
    families = {channel.family for channel in found}
    if len(names) > 1 and re.search(r"[”》\"」]、[“《\"「]", means) and re.search(r"[”》\"」]$", means):
        return Verdict("disclosed.by_channel.named", "、".join(names))
    if families == {"section"}:
        if not re.search(f"(?:{last.words.pattern})$", means) or unit in ("个", "项"):
            return None
        if in_list:
            return Verdict("disclosed.by_channel.named", names[-1] if names else category(means) or last.id)
        return None if "平台" in means else Verdict("disclosed.by_channel.website")
    found = [channel for channel in found if channel.family != "section"]
    if len(found) > 1 and {"new", "site"} == {channel.family for channel in found}:
        return Verdict("disclosed.new_media_total") if has_total else None
    if len(found) > 1 and families <= {"new"}:
        joint = any(channel.id == "new_media" for channel in found) or _JOINT.search(means)
        return Verdict("disclosed.new_media_total") if joint else _single(last, means, names)
    if len(found) > 1 and families - {"section", "named", "site"}:
        return None
    return _single(found[-1], means, names)


def _single(channel: vocabulary.Channel, means: str, names: list[str]) -> Verdict:
    if channel.id == "new_media":
        return Verdict("disclosed.new_media_total")
    if channel.id in ("named", "account"):
        label = names[-1] if names else re.sub(r"^.*(?:通过|利用|依托|运用)", "", category(means))
        return Verdict("disclosed.by_channel.named", label or channel.words.findall(means)[-1])
    return Verdict(f"disclosed.by_channel.{channel.id}")


def _channels(text: str, words: vocabulary.Vocabulary) -> list[vocabulary.Channel]:
    """The channels a text names, in the order of their last mention."""
    places = []
    for channel in words.channels:
        ends = [match.end() for match in channel.words.finditer(text)]
        if ends:
            places.append((ends[-1], channel))
    return [channel for _, channel in sorted(places, key=lambda each: each[0])]


def _category(clause: _Clause, words: vocabulary.Vocabulary, *, in_list: bool) -> Verdict | None:
    label = category(clause.before)
    if clause.publishes and clause.matter and (not in_list or not _GENERIC_OBJECT.fullmatch(clause.matter)):
        label = category(clause.matter)
    if not label or not _rest(label) or _is_barred(label, clause.unit, words):
        return None
    if in_list:
        return Verdict("disclosed.by_category", label) if re.fullmatch(r"(?:信息|的|占)?", clause.after) else None
    if clause.publishes and label.endswith(("信息", "文件", "公告")) and not _ANY_PAPER.fullmatch(label):
        return Verdict("disclosed.by_category", label)
    return None


def _is_barred(label: str, unit: str, words: vocabulary.Vocabulary) -> bool:
    stripped = re.sub(r"类的?(?:信息)?$|信息$", "", label)
    if words.not_a_category.search(stripped) is not None:
        return True
    nouns = words.not_a_category_of.get(unit)
    return nouns is not None and nouns.search(stripped) is not None


def _ends_generic(matter: str) -> bool:
    return (
        re.search(
            r"(?:信息|稿件|内容|文章|动态|推文|作品|视频|消息|图文|资讯|新闻)(?:数|总数|量)?(?:共计|合计|总计|累计|共|计|约|近|达|为|有|:)*$",
            matter,
        )
        is not None
    )


def _rest(text: str) -> str:
    return re.sub(r"[、,“”《》]", "", _GENERIC.sub("", text))


def _names_kind(clause: _Clause) -> bool:
    """其他信息公开13条, 业务公开信息23条: a kind stands before the word of publishing."""
    means = re.sub(r"(?:政府|政务)?信息$", "", clause.means)
    if re.search("通过|利用|依托|运用|借助", means):
        return False
    kind = _rest(category(means) or means)
    is_kind = 0 < len(kind) <= 16 or re.search(r"(?:等|领域|方面|类)(?:其[他它])?$", means)
    return bool(is_kind) and not re.search(r"[省市县区镇乡局办委厅府门位院心]$|我|(?<!安)全|各|栏目", kind)


def _is_bare(clause: _Clause) -> bool:
    return not clause.after and _rest(clause.before) == ""


def _is_total(clause: _Clause) -> bool:
    """The thing published is information as such, or a long enumeration that ends in 等…信息."""
    if clause.matter and _GENERIC_OBJECT.fullmatch(clause.matter):
        return True
    if re.fullmatch(r"[一-龥]{2,4}政府信息(?:共|计)*", clause.matter):
        return True
    rest = _rest(clause.matter + clause.after)
    if not rest:
        return bool(clause.matter or clause.after) or "公开" in clause.before
    if re.search(r"(?<![各多])类(?:的)?(?:政府|政务)?信息$", clause.matter):
        return False
    return _ends_generic(clause.matter) and ("、" in clause.matter or "等" in clause.matter)
