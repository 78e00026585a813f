"""Chinese headings told by their numbering (第一章, 一、, （一）, 1.1) where a format does not mark them."""

import re

_NUMERAL = "[一二三四五六七八九十百〇零]"
_LEVELS = (
    (1, re.compile(rf"^第{_NUMERAL}{{1,4}}[章编篇部]")),
    (1, re.compile(rf"^{_NUMERAL}{{1,3}}[、.．]")),
    (2, re.compile(rf"^第{_NUMERAL}{{1,4}}节")),
    (2, re.compile(rf"^[（(]{_NUMERAL}{{1,3}}[）)]")),
    (1, re.compile(r"^\d{1,2}[\s　.．、]{0,2}[\u4e00-\u9fff]{2,12}$")),
    (2, re.compile(r"^\d{1,2}[.．]\d{1,2}[.．]?[\s　]{0,2}[\u4e00-\u9fff]{2,20}$")),
)
_LONGEST = 40


def heading_level(line: str) -> int:
    """1-2 for a line that reads as a heading, 0 for any other; a line that ends a sentence is no heading."""
    stripped = line.strip()
    if not stripped or len(stripped) > _LONGEST or stripped[-1] in "。；;，,：:|" or "。" in stripped:
        return 0
    return next((level for level, pattern in _LEVELS if pattern.match(stripped)), 0)
