"""The wordings of the vocabulary tried on a clause: its topic, its orders of words, the verb of its list."""

import re

from gongkai.documents.annual_report import passages, vocabulary

_UNQUOTED = re.compile(r"[“”\"「」]")
AMONG = re.compile(r"^(?:其中:?|分别为?|、|和)+")
_INVERTED = re.compile(r"^(?:其中:?|另有|有|剩余)*#(?:是|为|的)?([^#]{2,})$")
_VERB = re.compile(
    r"收到|受理|接到|办理|承办|制定|制发|印发|出台|废止|修改|取消|下放|召开|举办|开展|作出|公开|发布|回复|答复|接受|设立|配备|现行有效|继续有效|尚未审结的"
)


def by_wording(
    mention: passages.Mention,
    sentence: passages.Sentence,
    words: vocabulary.Vocabulary,
    *,
    verb: str,
    inherited: tuple[str, ...],
) -> vocabulary.Indicator | None:
    """The first indicator whose wording fits the clause or one of its other orders of words.

    `verb` is that of the list the clause stands in, `inherited` the topics of what was read
    before, which count where the clause and what leads to it name none.
    """
    told = (topic(each, words) for each in (mention.local, mention.lead, sentence.before))
    own = next((each for each in told if each), None)
    about = inherited if own is None else (own,)
    background = sentence.before + mention.lead + mention.local
    for clause in _readings(mention, verb, words):
        if not mention.quantity.unit and not clause.endswith("#"):
            continue
        for indicator in words.by_unit.get(mention.quantity.unit, ()):
            if indicator.topics and not any(each in indicator.topics for each in about):
                continue
            if not indicator.is_about(background):
                continue
            if indicator.fits(clause):
                return indicator
    return None


def _readings(mention: passages.Mention, verb: str, words: vocabulary.Vocabulary) -> list[str]:
    """The clause, all since the number before, the clause with the verb of the list, and 2件被驳回 as 被驳回2件."""
    found = [mention.local]
    if inverted := _INVERTED.match(mention.local):
        found.append(f"{inverted[1]}#")
    elif not (words.publishing.search(mention.local) or mention.quantity.in_words):
        found.append(mention.wide)
    is_shared = verb and not (verb in ("公开", "发布") and mention.quantity.unit == "条")
    if not inverted and is_shared and not verb_of(mention.local) and not AMONG.sub("", mention.local).startswith("#"):
        found.insert(0 if verb.endswith("的") else len(found), verb + mention.local)
    return list(dict.fromkeys(_UNQUOTED.sub("", each) for each in found))


def topic(text: str, words: vocabulary.Vocabulary) -> str | None:
    """What a text is about: the topic whose word comes last in it."""
    best: tuple[int, int, str] | None = None
    for place, (name, pattern) in enumerate(words.topics.items()):
        for match in pattern.finditer(text):
            key = (match.end(), -place, name)
            if best is None or key[:2] > best[:2]:
                best = key
    return best[2] if best else None


def verb_of(clause: str) -> str:
    """The last verb before the number, "" for a clause without."""
    found = _VERB.findall(clause.partition("#")[0])
    return found[-1] if found else ""
