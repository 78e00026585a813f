"""Two years in one breath: 由上年的5件增加到今年的8件, 上年同期为5件, 较2022年的5件增加3件."""

import re

_OTHER_YEAR = r"(?:上年同期|去年同期|上一?年度?|去年|20[0-2]\d年度?)"
_THIS_YEAR = r"(?:今年|本年度?|当年|现在|目前|20[0-2]\d年度?)"
_MOVED = r"(?:增加|增长|上升|提高|提升|减少|下降|降低|减|增|升|降)"
_FROM = re.compile(rf"^(.*?)[由从]{_OTHER_YEAR}(?:的)?#(?:{_MOVED}.*)?$")
_TO = re.compile(rf"^{_MOVED}?(?:到|至|为|了)(?:了)?(?:{_THIS_YEAR})?(?:的)?#")
_BESIDE = re.compile(rf"^[(,]*(?:而|与)?{_OTHER_YEAR}(?:同期)?(?:的|则|仅|只)?(?:为|是|有)?#")
_LAST_NAMED = re.compile(rf"{_OTHER_YEAR}(?:同期)?(?:的)?$")
_AGAINST = re.compile(rf"^(?:比|较|与){_OTHER_YEAR}(?:同期)?(?:的)?#")


def from_year(clause: str) -> str | None:
    """The subject of 「申请由上年的#」; None where the clause tells no beginning of a change."""
    found = _FROM.match(clause)
    return found[1] if found else None


def is_to(clause: str) -> bool:
    """Whether the clause gives the end of a change that the clause before began."""
    return _TO.match(clause) is not None


def is_beside(clause: str) -> bool:
    """Whether the clause gives another year's figure of what was counted just before: 上年同期为#, 较2022年的#."""
    return _BESIDE.match(clause) is not None or _AGAINST.match(clause) is not None


def ends_with_year(words: str, year: int | None) -> bool:
    """Whether words before a bracket end with another year than the report's: 较2022年(120条)."""
    found = _LAST_NAMED.search(words)
    return found is not None and (year is None or not found.group().startswith(str(year)))
