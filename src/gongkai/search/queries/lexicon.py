"""The words of what is public, with their sound: to complete what is being typed, and to guess what was meant.

They lie beside the index in `words.tsv` (word, how often, pinyin, initials), the most frequent first, and are written
anew with the index and once a day.
"""

import collections
import functools
import itertools
import pathlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gongkai.disclosures.models import Item
from gongkai.language import analysis, folding, pinyin
from gongkai.orgs.models import Agency
from gongkai.search.queries import generations, sources, synonyms

FILE = "words.tsv"
MOST = 30_000
_LONGEST = 12
_LONG = 4
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_LETTERS = re.compile("[a-z]+")


@dataclass(frozen=True)
class Lexicon:
    """Words by themselves, by sound, by initials, and longer ones by what is left without one character."""

    counts: Mapping[str, int] = field(default_factory=dict)
    by_sound: Mapping[str, list[str]] = field(default_factory=dict)
    by_initials: Mapping[str, list[str]] = field(default_factory=dict)
    by_gap: Mapping[str, list[str]] = field(default_factory=dict)

    def completions(self, typed: str, *, most: int) -> list[str]:
        """Words that begin so, in characters, in pinyin or in its initials; the most frequent first."""
        folded = folding.fold_text(typed).strip().lower()
        if not folded:
            return []
        if not _LETTERS.fullmatch(folded):
            return list(itertools.islice((word for word in self.counts if word.startswith(folded)), most))
        if len(folded) < 2:
            return []
        own = self.by_initials.get(folded, [])
        spelt = (
            word
            for sound, words in self.by_sound.items()
            if len(folded) > 3 and sound.startswith(folded)
            for word in words
        )
        found = dict.fromkeys([*own[:most], *itertools.islice(spelt, most)])
        return sorted(found, key=lambda word: -self.counts[word])[:most]

    def corrected(self, text: str) -> str:
        """The text with what sounds like, or nearly is, a word of ours put right; the same when nothing is."""
        return " ".join(self._corrected(chunk) for chunk in text.split())

    def _corrected(self, chunk: str) -> str:
        folded = folding.fold_text(chunk).lower()
        if _LETTERS.fullmatch(folded):
            words = self.by_sound.get(folded) or self.completions(folded, most=1)
            return words[0] if words else chunk
        return chunk if _HAN.search(folded) is None else _HAN.sub(lambda run: self._right(run.group()), folded)

    def _right(self, run: str) -> str:
        made, position = "", 0
        while position < len(run):
            size, word = self._best(run, position)
            made += word
            position += size
        return made

    def _best(self, run: str, start: int) -> tuple[int, str]:
        """How many characters from here on make a word, known or meant, and that word."""
        for size in range(min(_LONGEST, len(run) - start), 1, -1):
            window = run[start : start + size]
            if window in self.counts:
                return size, window
            if heard := self.by_sound.get(pinyin.spelt(window)):
                return size, heard[0]
            if size >= _LONG and (near := self._near(window)):
                return size, near
        return 1, run[start]

    def _near(self, window: str) -> str:
        """The most frequent word that differs in one character."""
        found = {word for gap in _gaps(window) for word in self.by_gap.get(gap, ()) if _differ_by_one(word, window)}
        return max(found, key=lambda word: self.counts[word], default="")


def current() -> Lexicon:
    """The words beside the index in use; none while there is none."""
    try:
        path = generations.root() / generations.current() / FILE
        stamp = path.stat().st_mtime_ns
    except (generations.IndexMissing, FileNotFoundError):
        return Lexicon()
    return _read(path, stamp)


@functools.lru_cache(maxsize=1)
def _read(path: pathlib.Path, stamp: int) -> Lexicon:
    counts: dict[str, int] = {}
    by_sound: dict[str, list[str]] = collections.defaultdict(list)
    by_initials: dict[str, list[str]] = collections.defaultdict(list)
    by_gap: dict[str, list[str]] = collections.defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count, sound, initials = line.split("\t")
        counts[word] = int(count)
        by_sound[sound].append(word)
        by_initials[initials].append(word)
        if len(word) >= _LONG:
            for gap in _gaps(word):
                by_gap[gap].append(word)
    return Lexicon(counts, dict(by_sound), dict(by_initials), dict(by_gap))


def write(generation: str) -> int:
    """Count the words of what is public and put them beside a generation of the index. Returns how many."""
    counted = collections.Counter(_words(_titles()))
    for word in (each for rule in synonyms.shipped_rules() for each in (rule.word, *rule.others)):
        counted[folding.fold_text(word)] += 1
    chosen = [(word, count) for word, count in counted.most_common() if _is_word(word)][:MOST]
    lines = (f"{word}\t{count}\t{pinyin.spelt(word)}\t{pinyin.initials(word)}" for word, count in chosen)
    path = generations.root() / generation / FILE
    temporary = path.with_name(f".{FILE}.{secrets.token_hex(4)}")
    temporary.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    temporary.replace(path)
    return len(chosen)


def _titles() -> Iterator[str]:
    """What is written over public records, and the names of agencies."""
    titles = Item.objects.public().order_by("pk").values_list("public_revision__title", flat=True)
    yield from (title or "" for title in titles.iterator(chunk_size=2000))
    for source in sources.SOURCES.values():
        last = 0
        while ids := source.ids(last, 500):
            yield from (row.title for row in source.shown(ids).values())
            last = ids[-1]
    for names in Agency.objects.order_by("pk").values_list("name", "short_name"):
        yield from names


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from analysis.terms(text)


def _is_word(word: str) -> bool:
    return 2 <= len(word) <= _LONGEST and _HAN.fullmatch(word) is not None


def _gaps(word: str) -> list[str]:
    return [word, *(word[:number] + word[number + 1 :] for number in range(len(word)))]


def _differ_by_one(one: str, other: str) -> bool:
    """Whether one character was exchanged, left out or put in; two that changed places count as one."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
    ends = zip(reversed(one[start:]), reversed(other[start:]), strict=False)
    end = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], ends)))
    left = one[start : len(one) - end], other[start : len(other) - end]
    return max(map(len, left)) <= 1 or (len(left[0]) == 2 and left[0] == left[1][::-1])
