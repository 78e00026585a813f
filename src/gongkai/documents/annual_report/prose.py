"""Figures that prose states: each number with its subject, from its clause, its list and its chapter."""

import dataclasses
import re
from collections.abc import Iterable, Iterator

from gongkai.documents.annual_report import absences, disclosures, passages, report, vocabulary

_CHANGE = re.compile(
    r"(?:同比|环比|比上年|较上年|比去年|较去年|较\d{4}年|比\d{4}年|上年同期|与上年|与去年|相比|比例|占|净)[^#]{0,14}(?:增|减|升|降|下|上|多|少|提高|占|为|达)?[^#]{0,6}#"
    r"|(?:增长|增加|减少|下降|上升|提高|提升|降低|新增加|增幅|降幅)(?:了|约|近|到|至)?#"
)
_COMPARED = re.compile(r"(?:同比|环比|比|较|与上年|与去年|增|减|上升|下降)")
_REACHED = re.compile(r"(?:总数|总量|共计?|增加|增长|上升|减少|下降)?(?:达到?|到|至|增至|降至)#")
_KIND = re.compile(r"类(?:的)?(?:信息)?(?:有|为|共|:)?#|信息(?:有|为|共|:)?#$")
_TAKEN_IN = re.compile(r"收到|受理|新收|接到|接收")
_WITH_CARRIED = re.compile(r"[(,]*(?:其中)?(?:含|包括)[^,。;()]{0,6}结转")
_LAST_YEAR = re.compile(r"(?:上年|去年|上一年|上年同期|去年同期)(?:度)?(?!结转|度?结转)[^#]*#")
_CUMULATIVE = re.compile(r"累计|历年|到目前|至今")
_SINCE_YEAR = re.compile(r"自?(20\d\d)年[^#,]{0,14}(?:以来|起)[^#]*#")
_WITHIN_YEAR = re.compile(
    r"(?:全年|本年|当年|今年|年度内|20\d\d年(?:度)?[,，]?(?!底|末|\d|以来|起))[^#]*累计|(?:全年|本年度|今年)"
)
_SINCE = re.compile(r"自20\d\d年|以来|截[至止]|历年|年底|至今|《?条例》?(?:实施|施行)")
_ALL_ALIKE = re.compile(r"^(.*?)(?:的)?(?:案件|数量|数|申请)?(?:均|都|各|皆)(?:为|是)?#(.*)$")
_YEAR = re.compile(r"(20[0-2]\d)年")
_LISTS = (
    "disclosed.total",
    "disclosed.by_",
    "disclosed.cumulative_total",
    "disclosed.new_media_total",
    "disclosed.updated",
)
_OPENERS = ("regulations.", "normative_documents.")
_OPENS_LIST = re.compile(
    r"信息(?:公开)?(?:内容)?中[,:]?$|主动公开的(?:政府)?信息[,:]?$|(?:按|从)[^,。]{0,12}(?:类别|分类|内容|划分|来看|分|统计)[,:]?$"
)
_REPLIED = re.compile(r"(?<=[答回反])覆")  # 覆 stays 覆 when characters are simplified one by one
_UNQUOTED = re.compile(r"[“”\"「」]")
_OF_LAST_YEAR = {"disclosed.total": "disclosed.previous_year"}
_OF_REQUESTS = {"requests", "reconsideration", "litigation", "complaints", "fees", "consultations"}
_OFFICE = re.compile(
    r"^(?:其中:?|、|和)*([一-龥]{1,12}?(?:局|委|厅|办|部门|单位|乡|镇|街道|县|区|市|本级|政府|中心|园区|开发区))(?:共|新)?(?:收到|受理|接到|办理)"
)
_COUNTED_IN_WORDS = ("requests.", "reconsideration", "litigation", "complaints", "proposals")


_Decision = tuple[str | None, str, report.Period]
_NOTHING: _Decision = (None, "", "year")


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """A figure of the folded text: `start:end` is the clause up to the counting word, `number_start` the number."""

    id: str | None
    number: int | float
    unit: str
    label: str
    start: int
    end: int
    is_approximate: bool = False
    is_implied: bool = False
    period: report.Period = "year"
    year: int | None = None


@dataclasses.dataclass
class _Context:
    """What the reader carries from clause to clause."""

    heading: str = ""
    topic: str | None = None
    in_list: bool = False
    has_total: bool = False
    has_received: bool = False
    changed: str = ""
    year: int | None = None


def read(text: str, *, parts: Iterable[tuple[int, int, str]], year: int | None) -> list[Stated]:
    """The figures of `parts` of the folded text: start, end and the heading each stands under."""
    words = vocabulary.load()
    text = _REPLIED.sub("复", text)
    found: list[Stated] = []
    has_total = False
    for start, end, heading in parts:
        context = _Context(heading, _topic(heading, words), has_total=has_total, year=year)
        for sentence in passages.sentences(text, start, end):
            found.extend(_read_sentence(sentence, context, words))
        has_total = context.has_total
    return _with_periods(found, year)


def _read_sentence(sentence: passages.Sentence, context: _Context, words: vocabulary.Vocabulary) -> Iterator[Stated]:
    for absence in absences.find(sentence, words, heading=context.heading):
        yield Stated(absence.id, 0, absence.unit, absence.words, absence.start, absence.end, is_implied=True)
    for mention in passages.mentions(sentence):
        if not mention.quantity.unit and mention.local.startswith("#"):
            continue
        yield from _read_mention(mention, sentence, context, words)
    if not sentence.inside:
        context.topic = _topic(passages.plain(sentence.text), words) or context.topic


def _read_mention(
    mention: passages.Mention, sentence: passages.Sentence, context: _Context, words: vocabulary.Vocabulary
) -> Iterator[Stated]:
    alike = _ALL_ALIKE.match(mention.local)
    clauses = [mention.local]
    if alike and re.search(r"[、和及与]", alike[1]):
        clauses = [f"{part}#{alike[2]}" for part in re.split(r"[、]|和|及|与|以及", alike[1]) if part]
    for clause in clauses:
        one = dataclasses.replace(mention, local=clause, wide=clause) if len(clauses) > 1 else mention
        name, label, period = _decide(one, sentence, context, words)
        if name is None and not mention.quantity.unit and not clause.endswith("#"):
            continue
        yield Stated(
            id=name,
            number=mention.quantity.number,
            unit=mention.quantity.unit,
            label=label or clause.replace("#", ""),
            start=mention.clause_start,
            end=mention.end,
            is_approximate=mention.quantity.is_approximate,
            period=period,
            year=_last_year_named(mention.lead + mention.local.partition("#")[0]),
        )


def _decide(
    mention: passages.Mention, sentence: passages.Sentence, context: _Context, words: vocabulary.Vocabulary
) -> _Decision:
    """Which indicator a mention states, its label where it needs one, and the time it counts."""
    if _OPENS_LIST.search(mention.lead[-40:]):
        context.in_list = True
    if mention.quantity.unit in ("%", "‰", "个百分点", "百分点"):
        found = _by_wording(mention, sentence, context, words)
        return (found.id, "", "year") if found else _NOTHING
    if _CHANGE.search(mention.local):
        context.changed = _COMPARED.split(mention.local)[0]
        return _NOTHING
    if context.changed and _REACHED.fullmatch(mention.local):
        mention = dataclasses.replace(mention, local=f"{context.changed}#", wide=f"{context.changed}#")
    context.changed = ""
    if _LAST_YEAR.search(mention.local):
        published = disclosures.classify(mention, words, in_list=False)
        is_total = published is not None and published.id == "disclosed.total"
        return ("disclosed.previous_year" if is_total else None), "", "last_year"
    if _is_list_entry(mention, context):
        entry = disclosures.classify(mention, words, in_list=True)
        if entry is not None and entry.id == "disclosed.by_category":
            return entry.id, entry.label, "year"
    return _as_worded(mention, sentence, context, words) or _as_published(mention, context, words)


def _is_list_entry(mention: passages.Mention, context: _Context) -> bool:
    """An entry that calls itself a kind of information, before any wording takes it for something else."""
    return (
        context.in_list
        and mention.quantity.unit in ("条", "篇")
        and _KIND.search(mention.local) is not None
        and not re.search(r"解读(?!类)", mention.local)
    )


def _as_worded(
    mention: passages.Mention, sentence: passages.Sentence, context: _Context, words: vocabulary.Vocabulary
) -> _Decision | None:
    """What the vocabulary's wordings say; None leaves the mention to the reading of published items."""
    office = _OFFICE.match(mention.local)
    if office and context.has_received and office.end() == len(mention.local) - 1:
        return "requests.received.by_org", office[1], "year"
    found = _by_wording(mention, sentence, context, words)
    if found is None:
        return _NOTHING if _is_lone_word(mention) else None
    if _is_lone_word(mention) and not found.id.startswith(_COUNTED_IN_WORDS):
        return _NOTHING
    context.in_list = (context.in_list and found.id.startswith("disclosed.")) or found.id.startswith(_OPENERS)
    if found.id == "requests.received.total":
        if office and context.has_received and not re.search(r"[我本全各]", office[1]):
            return "requests.received.by_org", office[1], "year"
        rest = sentence.written[mention.end - sentence.start :]
        if not _TAKEN_IN.search(mention.local) and _WITH_CARRIED.match(rest):
            return "requests.workload.total", "", "year"
        context.has_received = True
    label = disclosures.category(mention.local.partition("#")[0]) if found.has_label else ""
    return found.id, label, "last_year" if found.period == "last_year" else "year"


def _as_published(mention: passages.Mention, context: _Context, words: vocabulary.Vocabulary) -> _Decision:
    topic = _topic(mention.local, words) or _topic(mention.lead, words) or context.topic
    if topic in _OF_REQUESTS and "信息" not in mention.local and not context.in_list:
        return _NOTHING
    verdict = disclosures.classify(mention, words, in_list=context.in_list, has_total=context.has_total)
    if verdict is None:
        return _NOTHING
    context.in_list = context.in_list or verdict.id.startswith(_LISTS)
    context.has_total = context.has_total or verdict.id == "disclosed.total"
    if verdict.id == "disclosed.total" and _is_cumulative(mention.wide, mention.lead + mention.wide, context.year):
        return "disclosed.cumulative_total", "", "cumulative"
    return verdict.id, verdict.label, "year"


def _by_wording(
    mention: passages.Mention, sentence: passages.Sentence, context: _Context, words: vocabulary.Vocabulary
) -> vocabulary.Indicator | None:
    """The first indicator whose wording fits the clause, or else the words since the number before."""
    topic = (
        _topic(mention.local, words) or _topic(mention.lead, words) or _topic(sentence.before, words) or context.topic
    )
    background = sentence.before + mention.lead + mention.local
    for clause in dict.fromkeys(_UNQUOTED.sub("", each) for each in (mention.local, mention.wide)):
        if not mention.quantity.unit and not clause.endswith("#"):
            continue
        for indicator in words.by_unit.get(mention.quantity.unit, ()):
            if indicator.topics and topic not in indicator.topics:
                continue
            if indicator.topic_text and re.search(indicator.topic_text, background) is None:
                continue
            if indicator.fits(clause):
                return indicator
        if words.publishing.search(mention.local) or mention.quantity.in_words:
            break
    return None


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


def _topic(text: str, words: vocabulary.Vocabulary) -> str | None:
    best: tuple[int, int, str] | None = None
    for place, (name, pattern) in enumerate(words.topics.items()):
        for match in pattern.finditer(text):
            key = (match.end(), -place, name)
            if best is None or key[:2] > best[:2]:
                best = key
    return best[2] if best else None


def _last_year_named(text: str) -> int | None:
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _with_periods(found: list[Stated], year: int | None) -> list[Stated]:
    """A figure of an earlier year is last year's where the same indicator is stated for the year itself too."""
    if year is None:
        return found
    own = {each.id for each in found if each.year == year and each.id}
    return [
        dataclasses.replace(each, id=_OF_LAST_YEAR.get(each.id or "", each.id), period="last_year")
        if each.year is not None and each.year == year - 1 and each.id in own and each.period == "year" and each.number
        else each
        for each in found
    ]
