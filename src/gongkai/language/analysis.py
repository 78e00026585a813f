"""The analyser: one pure function from text to terms, used for documents and queries alike.

Two lists of terms make two fields of an index:

- `terms` — words (simplified, folded, segmented), the shorter words inside them, document numbers, dates and codes
  whole and in parts. Particles and marks are dropped. For matching and ranking; positions are of no use here.
- `characters` — every Chinese character, every number and every Latin word one by one, in order, nothing dropped.
  For words of one character and, indexed with positions, for exact phrases: any run of the original text is a
  phrase here, however the segmenter cut it.

`analysed` and `analysed_characters` join them with spaces for a tokenizer that splits at white space and lower-cases
nothing.
"""

import dataclasses
import functools
import itertools
import re

from gongkai.language import conversion, folding, patterns, segmentation

STOP_WORDS = frozenset("的了着和与及或之其而也就都是在于对等为以并各该此地得第号")

# Last characters of place names.
_PLACES = "省市区县州盟旗乡镇村街路"

_HAN = "\u3400-\u9fff〇\U00020000-\U000323af"
_MOST_HITS = 300
_RUN = re.compile(f"[{_HAN}]+")
_ATOM = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_PADDED_SERIAL = re.compile(r"(?<=[〕)\]】>}])(?:第|0)+(?=\d)")
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|「([^」]+)」|『([^』]+)』")


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """One thing a query asks for. A document must satisfy every group.

    It does so when the `terms` field holds all terms of one of the `alternatives`, or when the `characters` field
    holds `characters` as a phrase. `exact` (quoted, or a name no dictionary knows): only the phrase counts.
    `certain`: the word is in the dictionary and cut alike everywhere, so the phrase may be left out for speed.
    `nested`: wherever the first alternative stands, the second does too.
    `surface` is the folded wording, `spellings` regular expressions of its ways to be written, for marking.
    """

    surface: str
    alternatives: tuple[tuple[str, ...], ...]
    characters: tuple[str, ...]
    exact: bool = False
    certain: bool = False
    spellings: tuple[str, ...] = ()
    nested: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Query:
    """An analysed query: groups that must all be satisfied; none when nothing searchable was typed."""

    text: str
    groups: tuple[Group, ...]

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def terms(self) -> tuple[str, ...]:
        """Every distinct term of all alternatives, for ranking."""
        return tuple(dict.fromkeys(term for group in self.groups for each in group.alternatives for term in each))


@dataclasses.dataclass(frozen=True, slots=True)
class Fragment:
    """A passage `[start, end)` of the original text as `(text, is_hit)` pieces; `cut_*` says where it goes on."""

    pieces: tuple[tuple[str, bool], ...]
    start: int
    end: int
    cut_before: bool
    cut_after: bool

    @property
    def text(self) -> str:
        return "".join(text for text, _is_hit in self.pieces)


def terms(text: str) -> list[str]:
    """The words of a text for the `terms` field, in order, repeated as often as they occur."""
    folded = folding.fold_text(text)
    found: list[str] = []
    position = 0
    for whole in patterns.wholes(folded):
        found += _run_terms(folded, position, whole.start)
        found.append(whole.value)
        found += [part for part in whole.parts if part != whole.value]
        position = whole.end
    return found + _run_terms(folded, position, len(folded))


def characters(text: str) -> list[str]:
    """Every Chinese character, number and Latin word of a text, for the `characters` field, in order."""
    return _ATOM.findall(_PADDED_SERIAL.sub("", folding.fold_text(text)))


def analysed(text: str) -> str:
    """`terms` joined by spaces."""
    return " ".join(terms(text))


def analysed_characters(text: str) -> str:
    """`characters` joined by spaces."""
    return " ".join(characters(text))


def query_terms(text: str) -> Query:
    """What a typed query asks for: quoted phrases exactly, otherwise word by word, traditional or simplified.

    Quotes are “…”, "…", 「…」 and 『…』; an unclosed one is ignored.
    """
    groups: list[Group] = []
    position = 0
    for match in _QUOTED.finditer(text):
        groups += _loose_groups(text[position : match.start()])
        groups += _exact_group(next(filter(None, match.groups())))
        position = match.end()
    groups += _loose_groups(text[position:])
    return Query(text, tuple(dict.fromkeys(groups)))


def highlight(text: str, query: Query, *, width: int = 120, limit: int = 3) -> list[Fragment]:
    """The passages of the original text that answer the query, in order, at most `limit` of about `width` characters.

    Works on the text as written: a traditional or full-width spelling is marked where it stands. Without a hit the
    beginning of the text comes back unmarked; for an empty text, nothing.
    """
    if not text:
        return []
    folded = folding.fold(text)
    hits = _hits(folded.text, query)
    if not hits:
        return [_fragment(folded, 0, min(width, len(folded.text)), [])]
    windows: list[tuple[int, int]] = []
    while len(windows) < limit and (window := _best_window(folded.text, hits, windows, width)):
        windows.append(window)
    fragments: list[Fragment] = []
    for start, end in sorted(windows):
        fragment = _fragment(folded, start, end, hits)
        # One original character may be folded to several, with a window beginning on each.
        if not fragments or fragment.start >= fragments[-1].end:
            fragments.append(fragment)
    return fragments


def _hits(text: str, query: Query) -> list[tuple[int, int]]:
    for pattern in _patterns(query):
        hits = [each.span() for each in itertools.islice(pattern.finditer(text), _MOST_HITS) if each.group()]
        if hits:
            return hits
    return []


@functools.lru_cache(maxsize=256)
def _patterns(query: Query) -> tuple[re.Pattern[str], ...]:
    """What to mark: the words asked for; only where none occurs, their parts."""
    whole = [each for group in query.groups for each in group.spellings]
    parts = [re.escape(part) for group in query.groups for each in group.alternatives[1:] for part in each]
    return tuple(re.compile("|".join(sorted(each, key=len, reverse=True))) for each in (whole, parts) if each)


def _best_window(
    text: str, hits: list[tuple[int, int]], taken: list[tuple[int, int]], width: int
) -> tuple[int, int] | None:
    """The window with the most different hits, beside those taken; None when every hit is shown."""
    best: tuple[int, int] | None = None
    best_score = (0, 0)
    for index, (start, end) in enumerate(hits):
        if any(first <= start < last for first, last in taken):
            continue
        inside = [hit for hit in hits[index : index + width] if hit[1] <= start + width * 3 // 4]
        score = (len({text[first:last] for first, last in inside}), len(inside))
        if score > best_score:
            best_score = score
            best = _window(text, start, max(end, start + width * 3 // 4), width)
    if best is None:
        return None
    start = max([best[0], *(last for _first, last in taken if last <= best[1] and last > best[0])])
    end = min([best[1], *(first for first, _last in taken if first >= start)])
    return start, end


def _window(text: str, start: int, end: int, width: int) -> tuple[int, int]:
    """Some text before the hit, from the beginning of its sentence when that is near."""
    lead = max(0, start - width // 4)
    sentence = max(text.rfind(mark, lead, start) for mark in "。；;！!？?\n")
    return (sentence + 1 if sentence >= 0 else lead), min(end, len(text))


def _fragment(folded: folding.Folded, start: int, end: int, hits: list[tuple[int, int]]) -> Fragment:
    first, last = folded.span(start, end)
    pieces: list[tuple[str, bool]] = []
    position = first
    for hit in hits:
        marked, stop = folded.span(*hit)
        if marked < position or stop > last:
            continue
        pieces += [(folded.original[position:marked], False), (folded.original[marked:stop], True)]
        position = stop
    pieces.append((folded.original[position:last], False))
    return Fragment(tuple(each for each in pieces if each[0]), first, last, first > 0, last < len(folded.original))


def _run_terms(text: str, start: int, end: int) -> list[str]:
    """Terms of the Chinese runs inside `text[start:end]`."""
    found = []
    for run in _RUN.finditer(text, start, end):
        found += [word for word in segmentation.cut_for_search(run.group()) if word not in STOP_WORDS]
    return found


def _exact_group(phrase: str) -> list[Group]:
    atoms = tuple(characters(phrase))
    if not atoms:
        return []
    surface = folding.fold_text(phrase).strip()
    return [Group(surface, (), atoms, exact=True, spellings=_spellings(phrase))]


def _loose_groups(text: str) -> list[Group]:
    groups: list[Group] = []
    for chunk in re.split(r"\s+", _joined_numbers(text)):
        groups += _chunk_groups(chunk)
    return groups


def _joined_numbers(text: str) -> str:
    """A document number typed with blanks inside is one chunk still."""
    return re.sub(r"(?<=[〔\[(（【［〕\])）】］])\s+|\s+(?=[〔\[(（【［〕\])）】］号號])", "", text)


def _chunk_groups(chunk: str) -> list[Group]:
    groups = _word_groups(folding.fold_text(chunk))
    if not groups:
        atoms = tuple(characters(chunk))
        return [Group(folding.fold_text(chunk), (), atoms, spellings=_spellings(chunk))] if atoms else []
    localised = _mainland_wording(chunk)
    if localised is None or any(group.exact for group in groups):
        return groups
    # The other side's word for the same thing (資訊 for 信息): either wording of the whole chunk will do.
    other = _word_groups(localised)
    surface = folding.fold_text(chunk)
    choices = (_required(groups, 0), _required(other, 0), _required(other, -1))
    alternatives = tuple(dict.fromkeys(filter(None, choices)))
    spellings = tuple(dict.fromkeys(each for group in (*groups, *other) for each in group.spellings))
    return [Group(surface, alternatives, tuple(characters(chunk)), spellings=spellings)]


def _word_groups(folded: str) -> list[Group]:
    groups = []
    position = 0
    for whole in patterns.wholes(folded):
        groups += _run_groups(folded, position, whole.start)
        groups.append(_whole_group(folded[whole.start : whole.end], whole))
        position = whole.end
    return groups + _run_groups(folded, position, len(folded))


def _whole_group(surface: str, whole: patterns.Whole) -> Group:
    atoms = tuple(characters(surface))
    spelling = (patterns.variants(whole),)
    if whole.value.startswith("〔"):
        return Group(surface, (), atoms, exact=True, spellings=spelling)
    certain = whole.kind != "document_number"
    return Group(surface, ((whole.value,),), atoms, certain=certain, spellings=spelling)


def _run_groups(text: str, start: int, end: int) -> list[Group]:
    groups = []
    for run in _RUN.finditer(text, start, end):
        for word, is_name in _words_and_names(segmentation.cut(run.group())):
            if word in STOP_WORDS:
                continue
            if is_name:
                groups.append(Group(word, (), tuple(word), exact=True, spellings=(re.escape(word),)))
                continue
            pieces = segmentation.cut_for_search(word)
            parts = tuple(each for each in pieces if each != word and each not in STOP_WORDS)
            alternatives = ((word,), parts) if _covers(parts, word) else ((word,),)
            certain = len(word) > 1 and segmentation.is_known(word) and not _may_be_cut(word, parts)
            nested = len(alternatives) > 1 and word in pieces
            spellings = (re.escape(word),)
            groups.append(Group(word, alternatives, tuple(word), certain=certain, spellings=spellings, nested=nested))
    return groups


def _may_be_cut(word: str, parts: tuple[str, ...]) -> bool:
    """True when a word of the field may take away its end or its beginning: 市政府 before 信息公开, 本溪市 before 政府.

    No harm is done when its parts lie side by side, for they are found one by one.
    """
    if len(word) > 2 and word[-1] in _PLACES:
        return True
    if sum(map(len, parts)) == len(word):
        return False
    heads, tails = segmentation.domain_edges()
    return any(word[size:] in heads or word[:-size] in tails for size in range(1, len(word) - 1))


def _words_and_names(words: list[str]) -> list[tuple[str, bool]]:
    """Words, with the pieces of a place name no dictionary knows (坪 + 山区, 云州 + 市) put together again."""
    found: list[tuple[str, bool]] = []
    for word in words:
        before = found[-1][0] if found else ""
        ends_name = len(word) == 1 and word in _PLACES and 1 <= len(before) <= 2
        holds_end = len(before) == 1 and len(word) == 2 and word[-1] in _PLACES
        if before and before not in STOP_WORDS and (ends_name or holds_end):
            found[-1] = (before + word, True)
        else:
            found.append((word, False))
    return found


def _covers(parts: tuple[str, ...], word: str) -> bool:
    """True when parts side by side make the word, but for particles: 信息 and 公开, not 市政 and 政府 for 市政府."""
    reached = {0}
    for position, character in enumerate(word):
        if position in reached:
            reached |= {position + len(part) for part in parts if word.startswith(part, position)}
            reached |= {position + 1} if character in STOP_WORDS else set()
    return bool(parts) and len(word) in reached


def _required(groups: list[Group], choice: int) -> tuple[str, ...]:
    """All terms of the groups' first (0) or last (-1) alternatives together."""
    return tuple(dict.fromkeys(term for group in groups if group.alternatives for term in group.alternatives[choice]))


def _spellings(phrase: str) -> tuple[str, ...]:
    """How a phrase may be spelt in folded text: its characters with blanks and marks between them."""
    return (r"[\W_]{0,3}".join(map(re.escape, characters(phrase))),)


@functools.lru_cache(maxsize=1024)
def _mainland_wording(chunk: str) -> str | None:
    folded = folding.fold_text(chunk)
    wording = folding.fold_text(conversion.to_simplified(chunk))
    return wording if wording != folded else None
