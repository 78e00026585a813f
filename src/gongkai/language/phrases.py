"""Fixed phrases and titles an office keeps in a list, and where a text says them almost, but not quite."""

import dataclasses
import functools
import re
from collections.abc import Iterator, Sequence

_LEAST = 6
_LONG = 11
_PAUSE = "，。、；：！？（）《》“”\n\t |,.;:!?()"
_TITLES = re.compile(
    "(?:代|副|常务副)?(?:省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长|主席|主任|局长|厅长|处长|科长|书记|院长|检察长|"
    "部长|秘书长|总理|总书记|委员长)"
)


class WrongList(ValueError):
    """A line of the list that cannot be understood; `line` is its number from 1."""

    def __init__(self, line: int, words: str) -> None:
        self.line = line
        super().__init__(f"短语表第 {line} 行「{words}」无法识别：应为“短语”“错误→正确”或“姓名<制表符>职务”")


@dataclasses.dataclass(frozen=True, slots=True)
class PhraseList:
    """`phrases` must be said exactly; `wrong` maps a wrong wording to the right one; `titles` a name to its title."""

    phrases: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Deviation:
    """`text[start:end]` is `said`, and the list has `right`; `kind` is phrase or title."""

    kind: str
    start: int
    end: int
    said: str
    right: str


def parse(text: str) -> PhraseList:
    """A list as an office writes it, one entry a line; # begins a remark.

    A line is a phrase that must be exact, or `wrong→right` (also ->), or `name<TAB>title`. Raises WrongList.
    """
    phrases, wrong, titles = [], [], []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        parts = [part.strip() for part in re.split("\t|→|->", line)]
        if raw.count("\t") and "\t" not in line:
            raise WrongList(number, line)  # a name without a title
        if len(parts) > 2 or not all(parts):
            raise WrongList(number, line)
        if len(parts) == 1:
            phrases.append(line)
        elif "\t" in line:
            titles.append((parts[0], parts[1]))
        else:
            wrong.append((parts[0], parts[1]))
    return PhraseList(tuple(phrases), tuple(wrong), tuple(titles))


def find(text: str, given: PhraseList) -> list[Deviation]:
    """Where the text deviates from the list: one or two characters of a phrase wrong, lost or added; a wrong title.

    A phrase of six to ten characters may differ in one character, a longer one in two. Shorter ones are not sought:
    one other character makes another right phrase of them. What is itself an entry of the list is never a deviation.
    """
    found = [
        Deviation("phrase", at, at + len(wrong), wrong, right)
        for wrong, right in given.wrong
        for at in _places(text, wrong)
    ]
    exact = frozenset(given.phrases)
    for phrase in given.phrases:
        if len(phrase) >= _LEAST:
            found.extend(_nearly(text, phrase, exact))
    for name, title in given.titles:
        found.extend(_wrong_titles(text, name, title))
    return _apart(sorted(found, key=lambda each: (each.start, -each.end)))


def _apart(found: Sequence[Deviation]) -> list[Deviation]:
    kept: list[Deviation] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _nearly(text: str, phrase: str, exact: frozenset[str]) -> Iterator[Deviation]:
    """With k wrong characters one of k+1 pieces of the phrase is whole: look for the pieces, then measure around."""
    most = 1 if len(phrase) < _LONG else 2
    right = [(at, at + len(phrase)) for at in _places(text, phrase)]
    seen: set[tuple[int, int]] = set()
    size = len(phrase)
    for number in range(most + 1):
        first, last = size * number // (most + 1), size * (number + 1) // (most + 1)
        for at in _places(text, phrase[first:last]):
            start = max(0, at - first - most)
            if any(begin <= at < end for begin, end in right):
                continue
            best = _best(text[start : at - first + size + most], phrase, most)
            if best is None:
                continue
            place = (start + best[0], start + best[1])
            said = text[place[0] : place[1]]
            if place in seen or any(each in said for each in exact) or any(mark in said for mark in _PAUSE):
                continue
            seen.add(place)
            yield Deviation("phrase", *place, said, phrase)


def _best(window: str, phrase: str, most: int) -> tuple[int, int] | None:
    """The stretch of the window nearest to the phrase, if at most `most` characters differ; its ends must agree."""
    found: tuple[int, int, int] | None = None
    for start in range(min(len(window), 2 * most + 1)):
        for size in range(len(phrase) - most, len(phrase) + most + 1):
            said = window[start : start + size]
            # A stretch that only lost an end, or begins in the word before, reads as another phrase.
            if len(said) < size or (said[0] != phrase[0] and said[-1] != phrase[-1]) or said in phrase:
                continue
            distance = _distance(said, phrase)
            if 0 < distance <= most and (found is None or distance < found[0]):
                found = (distance, start, start + size)
    return found[1:] if found else None


@functools.lru_cache(maxsize=4096)
def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for number, left in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, right in enumerate(other, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (left != right))
    return row[-1]


def _wrong_titles(text: str, name: str, title: str) -> Iterator[Deviation]:
    office = re.search(rf"(?:{_TITLES.pattern})$", title)
    right = office[0] if office else title
    for at in _places(text, name):
        end = at + len(name)
        before = re.search(rf"(?:{_TITLES.pattern})$", text[max(0, at - 8) : at])
        after = None if before else _TITLES.match(text, end)
        said = before or after
        if said is not None and said[0] != right:
            start, last = (at - len(before[0]), end) if before else (at, end + len(said[0]))
            yield Deviation("title", start, last, text[start:last], title)
