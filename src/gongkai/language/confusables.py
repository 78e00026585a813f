"""Wrong words in Chinese texts (按排 for 安排), found by a list of forms that are never right where they stand."""

import dataclasses
import functools
import pathlib
import re
from collections.abc import Sequence

_FILE = pathlib.Path(__file__).parent / "data" / "confusables.txt"


@dataclasses.dataclass(frozen=True, slots=True)
class Confusable:
    """One wrong word: `text[start:end]` should read `right`."""

    start: int
    end: int
    wrong: str
    right: str


class WrongList(ValueError):
    """A line of an office's list that says nothing; `line` is its number from 1."""

    def __init__(self, line: int, words: str) -> None:
        self.line = line
        super().__init__(f"错别字表第 {line} 行「{words}」无法识别：应为“错误→正确”，错误的写法至少两个字")


def find(text: str, *, more: Sequence[tuple[str, str]] = ()) -> list[Confusable]:
    """Every wrong word of the list in a simplified Chinese text, in order, and those of an office's own list."""
    forms, rights = _loaded()
    found = [Confusable(*match.span(), match[0], rights[match[0]]) for match in forms.finditer(text)]
    for wrong, right in more:
        found += [
            Confusable(*match.span(), wrong, right)
            for match in re.finditer(re.escape(wrong), text)
            if not any(each.start < match.end() and match.start() < each.end for each in found)
        ]
    return sorted(found, key=lambda each: each.start)


def parse(text: str) -> tuple[tuple[str, str], ...]:
    """A list as an office writes it: `wrong→right` (also ->), one a line; # begins a remark. Raises WrongList."""
    found = []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        parts = [part.strip() for part in re.split("→|->", line)]
        if len(parts) != 2 or len(parts[0]) < 2 or not parts[1] or parts[0] == parts[1]:
            raise WrongList(number, line)
        found.append((parts[0], parts[1]))
    return tuple(found)


@functools.cache
def _loaded() -> tuple[re.Pattern[str], dict[str, str]]:
    forms, rights = [], {}
    for line in _FILE.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        wrong, right, before, after = (*line.split("\t"), "", "")[:4]
        rights[wrong] = right
        forms.append((f"(?<![{before}])" if before else "") + wrong + (f"(?![{after}])" if after else ""))
    # Longest first: 截止到目前 before 截止目前. The first character of every form leads, so that the search is quick.
    forms.sort(key=len, reverse=True)
    starts = "".join(sorted({wrong[0] for wrong in rights}))
    return re.compile(f"(?=[{starts}])(?:{'|'.join(forms)})"), rights
