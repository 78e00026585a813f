"""Which indicator a number of prose counts, from its clause, its list, and what was counted before."""

import dataclasses
import re

from gongkai.documents.annual_report import changes, disclosures, passages, report, vocabulary, wordings

_CHANGE = re.compile(
    r"(?:同比|环比|比上年|较上年|比去年|较去年|较\d{4}年|比\d{4}年|上年同期|与上年|与去年|相比|比例|占|净)[^#]{0,14}(?:增|减|升|降|下|上|多|少|提高|占|为|达)?[^#]{0,6}#"
    r"|(?:增长|增加|减少|下降|上升|提高|提升|降低|新增加|增幅|降幅)(?:了|约|近|到|至)?#"
)
_COMPARED = re.compile(r"(?:同比|环比|比|较|与上年|与去年|增|减|上升|下降)")
_REACHED = re.compile(r"(?:总数|总量|共计?|增加|增长|上升|减少|下降)?(?:达到?|到|至|增至|降至)#")
_KIND = re.compile(r"类(?:的)?(?:信息)?(?:有|为|共|:)?#|信息(?:有|为|共|:)?#占?$")
_TAKEN_IN = re.compile(r"收到|受理|新收|接到|接收")
_WITH_CARRIED = re.compile(r"[(,]*(?:其中)?(?:含|包括)[^,。;()]{0,6}结转")
_LAST_YEAR = re.compile(r"(?:上年|去年|上一年|上年同期|去年同期)(?:度)?(?!结转|度?结转)[^#]*#")
_CUMULATIVE = re.compile(r"累计|历年|到目前|至今")
_SINCE_YEAR = re.compile(r"自?(20\d\d)年[^#,]{0,14}(?:以来|起)[^#]*#")
_WITHIN_YEAR = re.compile(
    r"(?:全年|本年|当年|今年|年度内|20\d\d年(?:度)?[,，]?(?!底|末|\d|以来|起))[^#]*累计|(?:全年|本年度|今年)"
)
_SINCE = re.compile(r"自20\d\d年|以来|截[至止]|历年|年底|至今|《?条例》?(?:实施|施行)")
_LISTS = (
    "disclosed.total",
    "disclosed.by_",
    "disclosed.cumulative_total",
    "disclosed.new_media_total",
    "disclosed.updated",
)
_OPENERS = ("regulations.", "normative_documents.")
_OPENS_LIST = re.compile(
    r"信息(?:公开)?(?:内容)?中[,:]?$|主动公开的(?:政府)?信息[,:]?$|(?:按|从)[^,。]{0,12}(?:类别|分类|内容|划分|来看|分|统计)(?:上?看|来看|来说|上|统计)?[,:]?$|(?:公开|发布)(?:的)?(?:政府|政务)?(?:信息)?(?:情况|数量)?(?:如下|为|情况)[,:]?$"
)
_WITH_REQUESTS = re.compile(r"[(,](?:含|包括|包含)依申请公开")
_BY_OFFICE = re.compile(r"(?:申请|受理)[^,。]{0,12}(?:居前|排名|靠前|较多|最多)[^,。]{0,10}$")
_BARE_SUM = re.compile(r"(?:以上|上述)?(?:总计|合计|共计|累计|总共|共)#")
_DENIED = re.compile(r"(?:未|没有|无)[^#]{0,6}#")
_SUM = re.compile(r"(?:以上)?(?:共|共计|合计|总计|总共)(?:申请)?#")
OF_LAST_YEAR = {"disclosed.total": "disclosed.previous_year"}
_THIS_YEARS = {"disclosed.previous_year": "disclosed.total"}
_COUNTED_LAST_YEAR = (
    "disclosed.total",
    "disclosed.previous_year",
    *(f"disclosed.by_channel.{name}" for name in ("website", "wechat", "weibo")),
)
_OF_REQUESTS = {"requests", "reconsideration", "litigation", "complaints", "fees", "consultations"}
_OFFICE = re.compile(
    r"^(?:其中:?|、|和)*([一-龥]{1,12}?(?:局|委|厅|办|部门|单位|乡|镇|街道|县|区|市|本级|政府|中心|园区|开发区))(?:共|新)?(?:收到|受理|接到|办理)"
)
_COUNTED_IN_WORDS = (
    "staff.full",
    "staff.part",
    "application_points",
    "reading_points",
    "requests.",
    "reconsideration",
    "litigation",
    "complaints",
    "proposals",
)
Decision = tuple[str | None, str, report.Period]
_NOTHING: Decision = (None, "", "year")


@dataclasses.dataclass
class Context:
    """What the reader carries from clause to clause."""

    heading: str = ""
    topic: str | None = None
    chapter: str | None = None
    in_list: bool = False
    has_total: bool = False
    has_received: bool = False
    changed: str = ""
    moved: str = ""
    last: str | None = None
    verb: str = ""
    opens: bool = False
    counted: tuple[int, int | float] = (-1, 0)
    year: int | None = None

    @property
    def topics(self) -> tuple[str, ...]:
        """What a clause that names no topic is about: that of what was read before it, or of its chapter."""
        return tuple(each for each in (self.topic, self.chapter) if each)


def decide(
    mention: passages.Mention, sentence: passages.Sentence, context: Context, words: vocabulary.Vocabulary
) -> Decision:
    """Which indicator a mention states, its label where it needs one, and the time it counts."""
    if _OPENS_LIST.search(mention.lead[-40:]) or _is_opening(mention):
        context.in_list = True
    if _is_lone_word(mention) and _DENIED.search(mention.local):
        return _NOTHING
    if mention.quantity.unit in ("%", "‰", "个百分点", "百分点"):
        if _CHANGE.search(mention.local):
            context.changed = _COMPARED.split(mention.local)[0] or context.changed
        found = wordings.by_wording(mention, sentence, words, verb=context.verb, inherited=context.topics)
        return (found.id, "", "year") if found else _NOTHING
    if changes.is_to(mention.local) and context.moved:
        moved, context.moved = context.moved, ""
        return decide(dataclasses.replace(mention, local=f"{moved}#", wide=f"{moved}#"), sentence, context, words)
    if context.last is not None and (
        (changes.is_beside(mention.local) and not _is_of_the_year(mention, context))
        or (sentence.inside and mention.local == "#" and changes.ends_with_year(sentence.before, context.year))
    ):
        return _of_last_year(mention, sentence, context, words)
    if changes.is_beside(mention.local) and context.last in _THIS_YEARS:
        return _THIS_YEARS[context.last], "", "year"
    if _CHANGE.search(mention.local):
        context.changed = _COMPARED.split(mention.local)[0]
        return _NOTHING
    if context.changed and _REACHED.fullmatch(mention.local):
        mention = dataclasses.replace(mention, local=f"{context.changed}#", wide=f"{context.changed}#")
    context.changed = ""
    if _is_of_last_year(mention, context):
        return _of_last_year(mention, sentence, context, words)
    if _is_list_entry(mention, context):
        entry = disclosures.classify(mention, words, in_list=True)
        if entry is not None and entry.id == "disclosed.by_category":
            return entry.id, entry.label, "year"
    return _as_worded(mention, sentence, context, words) or _as_published(mention, sentence, context, words)


def _is_of_last_year(mention: passages.Mention, context: Context) -> bool:
    if _is_of_the_year(mention, context):
        return False
    return changes.from_year(mention.local) is not None or _LAST_YEAR.search(mention.local) is not None


def _is_of_the_year(mention: passages.Mention, context: Context) -> bool:
    return context.year is not None and str(context.year) in mention.local.partition("#")[0]


def _of_last_year(
    mention: passages.Mention, sentence: passages.Sentence, context: Context, words: vocabulary.Vocabulary
) -> Decision:
    """A figure of another year: of its own subject, or of what was counted just before."""
    name = context.last if changes.is_beside(mention.local) or mention.local == "#" else None
    subject = changes.from_year(mention.local)
    if subject is not None:
        context.moved = subject or context.changed
    if name is None:
        local = f"{subject}#" if subject else mention.local
        one = dataclasses.replace(mention, local=local, wide=local)
        found = (
            wordings.by_wording(one, sentence, words, verb=context.verb, inherited=context.topics)
            if not _is_lone_word(mention)
            else None
        )
        published = None if found else disclosures.classify(one, words, in_list=False)
        name = found.id if found else published.id if published else None
    if name is not None and name.startswith("disclosed.") and name not in _COUNTED_LAST_YEAR:
        name = None
    return OF_LAST_YEAR.get(name or "", name), "", "last_year"


def _into_the_year(mention: passages.Mention, context: Context) -> bool:
    """2022年结转至2023年2件 in the report on 2023."""
    target = re.search(r"结转(?:至|到|入)?(20\d\d|本)年", mention.local)
    return target is not None and target[1] in ("本", str(context.year))


def _is_opening(mention: passages.Mention) -> bool:
    """其中 before published items opens a list even where the whole was told in a picture or a table."""
    is_among = mention.local.startswith("其中") or re.search(r"(?:^|类|[,、])其中$", mention.lead) is not None
    return is_among and mention.quantity.unit in ("条", "篇") and "申请" not in mention.local


def opens_enumeration(
    sentence: passages.Sentence, mention: passages.Mention, following: list[passages.Mention]
) -> bool:
    """发布政务动态5条、通知公告6条: kinds of information side by side."""
    if not following or mention.quantity.unit != "条" or following[0].quantity.unit != "条":
        return False
    between = sentence.text[mention.end - sentence.start : following[0].start - sentence.start]
    return re.fullmatch(r"\s*、[^,;:。]{2,12}", between) is not None


def _is_list_entry(mention: passages.Mention, context: Context) -> bool:
    """An entry that calls itself a kind of information, before any wording takes it for something else."""
    return (
        context.in_list
        and mention.quantity.unit in ("条", "篇")
        and _KIND.search(mention.local) is not None
        and not re.search(r"(?<![及和、])解读(?!类)|公文", mention.local)
    )


def _as_worded(
    mention: passages.Mention, sentence: passages.Sentence, context: Context, words: vocabulary.Vocabulary
) -> Decision | None:
    """What the vocabulary's wordings say; None leaves the mention to the reading of published items."""
    office = _OFFICE.match(mention.local)
    if office and context.has_received and office.end() == len(mention.local) - 1:
        return "requests.received.by_org", office[1], "year"
    if _BY_OFFICE.search(mention.lead) and (listed := _of_requests_listed(mention, context, words)):
        return listed
    found = wordings.by_wording(mention, sentence, words, verb=context.verb, inherited=context.topics)
    if found is None and (listed := _of_requests_listed(mention, context, words)):
        return listed
    if found is None:
        return _NOTHING if _is_lone_word(mention) else None
    if _is_lone_word(mention) and not found.id.startswith(_COUNTED_IN_WORDS):
        return _NOTHING
    is_entry = found.id.startswith("disclosed.") or (
        mention.quantity.unit in ("条", "篇") and not wordings.verb_of(mention.local)
    )
    context.in_list = (context.in_list and is_entry) or found.id.startswith(_OPENERS)
    if found.id == "requests.carried_out.total" and _into_the_year(mention, context):
        return "requests.carried_in.total", "", "year"
    if found.id == "requests.received.total":
        if office and context.has_received and not re.search(r"[我本全各]", office[1]):
            return "requests.received.by_org", office[1], "year"
        rest = sentence.written[mention.end - sentence.start :]
        if not _TAKEN_IN.search(mention.local) and _WITH_CARRIED.match(rest):
            return "requests.workload.total", "", "year"
        context.has_received = True
    label = disclosures.category(mention.local.partition("#")[0]) if found.has_label else ""
    return found.id, label, "last_year" if found.period == "last_year" else "year"


def _of_requests_listed(mention: passages.Mention, context: Context, words: vocabulary.Vocabulary) -> Decision | None:
    """A bare name of offices after the requests received, or the sum after the ways they came."""
    last = context.last or ""
    is_listing = last in ("requests.received.total", "requests.received.by_org") or _BY_OFFICE.search(mention.lead)
    if mention.quantity.unit not in words.units["cases"] or not mention.local.endswith("#"):
        return None
    if last.startswith("requests.received.") and last != "requests.received.total" and _SUM.fullmatch(mention.local):
        context.has_received = True
        return "requests.received.total", "", "year"
    label = wordings.AMONG.sub("", mention.local).removesuffix("#")
    if is_listing and words.organisations.fullmatch(label):
        return "requests.received.by_org", label, "year"
    return None


def _as_published(
    mention: passages.Mention, sentence: passages.Sentence, context: Context, words: vocabulary.Vocabulary
) -> Decision:
    topic = wordings.topic(mention.local, words) or wordings.topic(mention.lead, words) or context.topic
    if topic in _OF_REQUESTS and "信息" not in mention.local and not context.in_list:
        return _NOTHING
    verdict = disclosures.classify(mention, words, in_list=context.in_list, has_total=context.has_total)
    if verdict is None and context.opens:
        verdict = disclosures.classify(mention, words, in_list=True, has_total=context.has_total)
    is_bare_sum = _BARE_SUM.fullmatch(mention.local) and not (context.last or "").startswith("disclosed.")
    if verdict is None or (verdict.id == "disclosed.total" and is_bare_sum):
        return _NOTHING
    context.in_list = context.in_list or verdict.id.startswith(_LISTS)
    context.has_total = context.has_total or verdict.id == "disclosed.total"
    if verdict.id == "disclosed.total" and _WITH_REQUESTS.search(_written(mention, sentence)):
        return "disclosed.total_including_requests", "", "year"
    if verdict.id == "disclosed.total" and "累计" in mention.local and _is_beyond(mention, context):
        return "disclosed.cumulative_total", "", "cumulative"
    if verdict.id == "disclosed.total":
        context.counted = (mention.sentence, mention.quantity.number)
    if verdict.id == "disclosed.total" and _is_cumulative(mention.wide, mention.lead + mention.wide, context.year):
        return "disclosed.cumulative_total", "", "cumulative"
    return verdict.id, verdict.label, "year"


def _is_beyond(mention: passages.Mention, context: Context) -> bool:
    """累计 beside the year's own total in one sentence, and larger: counted since the beginning."""
    sentence, number = context.counted
    return sentence == mention.sentence and mention.quantity.number > number


def _written(mention: passages.Mention, sentence: passages.Sentence) -> str:
    """The clause as written, with its brackets."""
    return sentence.written[mention.clause_start - sentence.start : mention.end - sentence.start]


def _is_lone_word(mention: passages.Mention) -> bool:
    """一个, 一名, 一次: seldom a count."""
    return mention.quantity.in_words and mention.quantity.number < 2


def _is_cumulative(wide: str, around: str, year: int | None) -> bool:
    """Counted since the beginning: 累计 with a start or no year of its own, or 自…以来 of another year."""
    since = _SINCE_YEAR.search(wide)
    if since and year is not None and int(since[1]) == year:
        return False
    if since:
        return True
    if not _CUMULATIVE.search(wide):
        return False
    return _SINCE.search(around) is not None or not _WITHIN_YEAR.search(around)
