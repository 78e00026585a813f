"""Asking the index: which items, how many, and how they divide."""

import concurrent.futures
import functools
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from gongkai.search.queries import generations, matching, schema, synonyms, ways
from gongkai.search.queries import wanted as understanding

Order = Literal["relevance", "date"]
Ids = tuple[int, ...]
Counts = Mapping[str, Mapping[str, int]]

PAGE_SIZE = 10
DEEPEST = 1000
_MOST_VALUES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What is asked: words, filters, where to look, in which order, which page (from 1)."""

    text: str = ""
    filters: matching.Filters = field(default_factory=matching.Filters)
    where: matching.Where = "everything"
    order: Order = "relevance"
    page: int = 1
    size: int = PAGE_SIZE
    with_synonyms: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What the index answers: ids of one page, how many in all, and counts per field and value.

    `is_relaxed`: nothing had all the parts, these have most. `in_files`: ids of the page with words in attachments.
    """

    wanted: understanding.Wanted
    ids: Ids
    total: int
    counts: Counts
    is_relaxed: bool
    in_files: frozenset[int]
    seconds: float


def find(
    query: SearchQuery,
    *,
    agency_depth: int | None = None,
    column_depth: int | None = None,
    thesaurus: synonyms.Thesaurus | None = None,
) -> Found:
    """Answer from the index alone. The depths are those of the agency and column filtered by. Raises IndexMissing.

    Without a list of words of the same meaning the shipped one is used.
    """
    began = time.perf_counter()
    opened = generations.opened()
    words = (thesaurus or synonyms.shipped()) if query.with_synonyms else None
    wanted = understanding.understand(query.text, thesaurus=words)
    if query.text.strip() and not wanted.parts:
        return Found(wanted, (), 0, {}, False, frozenset(), time.perf_counter() - began)
    matcher = matching.Matcher(opened, query.where)
    names = _facets(opened, query.filters, agency_depth, column_depth)
    plan = matcher.plan(wanted, query.filters)
    ids, total, counts = _answer(opened.searcher, plan, query, names)
    is_relaxed = False
    if not total and len(wanted.parts) > 1:
        plan = matcher.plan(wanted, query.filters, least=_most(len(wanted.parts)))
        ids, total, counts = _answer(opened.searcher, plan, query, names)
        is_relaxed = total > 0
    in_files = _in_files(opened, wanted, ids)
    return Found(wanted, ids, total, counts, is_relaxed, in_files, time.perf_counter() - began)


def _answer(searcher: Any, plan: ways.Plan, query: SearchQuery, names: Sequence[str]) -> tuple[Ids, int, Counts]:
    """The page, how many in all, and the counts. Counting goes on beside ranking: the engine works without the GIL."""
    counting = _beside().submit(_counts, searcher, plan.counting, names)
    ids = _page(searcher, plan, query)
    return ids, *counting.result()


@functools.cache
def _beside() -> concurrent.futures.ThreadPoolExecutor:
    return concurrent.futures.ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="search")


# A process that was forked has none of the threads.
os.register_at_fork(after_in_child=_beside.cache_clear)


def _page(searcher: Any, plan: ways.Plan, query: SearchQuery) -> Ids:
    offset = (query.page - 1) * query.size
    if query.order == "date" or not plan.demands:
        page = searcher.search(plan.counting, query.size, count=False, offset=offset, order_by_field="published")
    else:
        page = searcher.search(plan.ranking, query.size, count=False, offset=offset, weight_by_field="weight")
    return _ids(searcher, page)


def _most(parts: int) -> int:
    """How many of the parts to ask for when nothing has all of them; those that have more come first by themselves."""
    return (parts + 1) // 2


def _ids(searcher: Any, page: Any) -> Ids:
    return tuple(searcher.fast_field_values("id", [address for _score, address in page.hits]))


def _in_files(opened: generations.Opened, wanted: understanding.Wanted, ids: Sequence[int]) -> frozenset[int]:
    if not wanted.parts or not ids:
        return frozenset()
    asked = matching.Matcher(opened, "attachments").any_part(wanted, ids)
    return frozenset(_ids(opened.searcher, opened.searcher.search(asked, len(ids), count=False)))


def _facets(
    opened: generations.Opened, filters: matching.Filters, agency_depth: int | None, column_depth: int | None
) -> list[str]:
    """The fields to count: nothing where a filter leaves a single value, but always the year, which every item has."""
    names = ["year", "topic_1" if filters.topic else "topic_0"]
    names += [name for name in ("genre", "validity", "kind") if not getattr(filters, name)]
    for name, depth, levels in (
        ("agency", agency_depth, schema.AGENCY_LEVELS),
        ("column", column_depth, schema.COLUMN_LEVELS),
    ):
        # Below the chosen one; without a choice the first level that divides.
        level = int(opened.has_one_root[name]) if depth is None else depth + 1
        names += [f"{name}_{level}"] if level < levels else []
    return names


def _counts(searcher: Any, counting: Any, names: Sequence[str]) -> tuple[int, Counts]:
    """How many documents there are in all, and of each value. One walk through them gives both."""
    wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
    answer = searcher.aggregate(counting, wanted)
    counts = {name: {each["key"]: each["doc_count"] for each in answer[name]["buckets"]} for name in names}
    total = sum(counts["year"].values()) + answer["year"]["sum_other_doc_count"]
    return (total, counts) if total else (0, {})
