"""What was typed, understood: parts that must all be found, each in its own words or in those that mean the same."""

import re
from dataclasses import dataclass, replace

from gongkai.language import analysis
from gongkai.search.queries import synonyms

LONGEST_TEXT = 200
MOST_PARTS = 16

# Control characters and halves of surrogate pairs carry no words and break what reads them.
_NOISE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# A number typed without its brackets: 云发改规2026年1号.
_BARE_NUMBER = re.compile(r"([\u4e00-\u9fff]*[发规函办告字令通公审建教财])\s?((?:19|20)\d\d)年?\s?第?(\d{1,4})号")
# Words by which people ask rather than name what they look for; left out where anything else is left.
_ASKING = frozenset(
    (
        *("怎么", "怎样", "怎么办", "怎么看", "如何", "什么", "哪些", "哪个", "哪里", "哪儿", "谁", "多少", "几"),
        *(
            "是否",
            "能否",
            "能",
            "可以",
            "可",
            "需要",
            "要",
            "想",
            "请问",
            "请",
            "吗",
            "呢",
            "吧",
            "有",
            "是",
            "不",
            "我",
            "我们",
        ),
        *("最新", "关于", "有关", "相关", "问题", "情况", "材料"),
    )
)
_QUOTES = re.compile('[“”"「」『』]')


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for: the groups typed, and for each word of the same meaning its groups."""

    own: tuple[analysis.Group, ...]
    others: tuple[tuple[analysis.Group, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The typed text as it is searched; without parts when it holds nothing searchable.

    `text` has lost what cannot be searched, `is_shortened` says that it was too long; `synonyms` are the words
    searched besides those typed.
    """

    text: str
    parts: tuple[Part, ...]
    synonyms: tuple[str, ...]
    is_shortened: bool

    @property
    def marking(self) -> analysis.Query:
        """All that is to be marked in results."""
        groups = [group for part in self.parts for every in (part.own, *part.others) for group in every]
        return analysis.Query(self.text, tuple(dict.fromkeys(groups)))

    @property
    def groups(self) -> tuple[analysis.Group, ...]:
        """The groups typed, without words of the same meaning."""
        return tuple(group for part in self.parts for group in part.own)

    def without_synonyms(self) -> "Wanted":
        """The same with the typed words alone."""
        return replace(self, parts=tuple(Part(part.own) for part in self.parts), synonyms=())


def understand(text: str, *, thesaurus: synonyms.Thesaurus | None = None) -> Wanted:
    """Understand any text, however odd; with words of the same meaning where a list of them is given."""
    clean = " ".join(_NOISE.sub(" ", text).split())
    short = clean[:LONGEST_TEXT]
    groups = _named(analysis.query_terms(_BARE_NUMBER.sub(r"\1〔\2〕\3号", short)).groups)
    parts: list[Part] = []
    named: list[str] = []
    position = 0
    while position < len(groups):
        length, others = _longest_match(groups, position, thesaurus) if thesaurus else (1, ())
        parts.append(Part(groups[position : position + length], tuple(filter(None, map(_groups, others)))))
        named += others
        position += length
    is_shortened = len(clean) > LONGEST_TEXT or len(parts) > MOST_PARTS
    return Wanted(short, tuple(parts[:MOST_PARTS]), tuple(dict.fromkeys(named)), is_shortened)


def _named(groups: tuple[analysis.Group, ...]) -> tuple[analysis.Group, ...]:
    """The groups that name something; all of them where none does."""
    naming = tuple(group for group in groups if group.exact or group.surface not in _ASKING)
    return naming if any(len(group.surface) > 1 for group in naming) else groups


def as_phrase(text: str) -> str:
    """The text quoted, to be found exactly as it stands."""
    return f"“{without_quotes(text).strip()}”"


def without_quotes(text: str) -> str:
    """The text without any mark that would make a phrase."""
    return _QUOTES.sub("", text)


def _longest_match(
    groups: tuple[analysis.Group, ...], start: int, thesaurus: synonyms.Thesaurus
) -> tuple[int, tuple[str, ...]]:
    """How many groups from here on make a word that has others, and those; (1, ()) for none."""
    best: tuple[int, tuple[str, ...]] = (1, ())
    joined = ""
    for end in range(start, len(groups)):
        joined += groups[end].surface
        if len(joined) > thesaurus.longest:
            break
        if others := thesaurus.of(joined):
            best = (end - start + 1, others)
    return best


def _groups(word: str) -> tuple[analysis.Group, ...]:
    """A word of the same meaning is wanted whole: its pieces alone would mean something else."""
    return analysis.query_terms(as_phrase(word)).groups
