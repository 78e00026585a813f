"""Search over generated documents: our search with count and facets, beside bare Tantivy on the same index.

usage: python -m bench.search [--documents 300000] [--queries 200] [--rounds 5] [--folder DIR]

Sentences are made from the words of the demo texts by a fixed seed (a chain of word pairs, with rare names strewn in),
documents from a store of sentences, each analysed once; a third of the queries each asks for common, middling and rare
words, one to three at once.
With --folder the index is kept there and used again. Prints the table in Markdown. One process; the ways of asking take
turns with every query, so that a machine that slows down slows all of them. Nothing is kept from one query to another.
"clock" is what a reader waits for: ours counts in a second thread while it ranks; "processor" is the work of both.
"""

import argparse
import collections
import datetime
import functools
import itertools
import os
import pathlib
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import django
import tantivy

SEED = 20_260_302
SENTENCES, IN_BODY = 60_000, 30
AGENCIES, COLUMNS, TOPICS, GENRES = 3000, 420, 92, 15
VALIDITIES = ("", "", "", "in-force", "in-force", "amended", "repealed", "expired")
FIRST_DAY = datetime.date(2016, 1, 1)


def sentences() -> list[list[str]]:
    """The demo's texts, cut into words."""
    from gongkai.language import segmentation

    folder = pathlib.Path(segmentation.__file__).parents[1] / "config" / "demo"
    files = sorted([*folder.glob("texts/*.py"), *folder.glob("data/*")])
    runs = itertools.chain.from_iterable(re.findall("[\u4e00-\u9fff]{4,}", path.read_text("utf-8")) for path in files)
    return [segmentation.cut(run) for run in runs]


class Writer:
    """Writes documents word after word, each with a word that has followed it in a real text."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.starts: list[str] = []
        self.following: dict[str, list[str]] = collections.defaultdict(list)
        for sentence in sentences():
            self.starts.append(sentence[0])
            for one, next_one in itertools.pairwise(sentence):
                self.following[one].append(next_one)
        characters = sorted({each for word in self.following for each in word})
        self.names = ["".join(chance.choices(characters, k=3)) for _name in range(20_000)]
        self.weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self.names))))

    def sentence(self, count: int = 9) -> list[str]:
        """So many words, and in every sixth sentence a name."""
        word = self.chance.choice(self.starts)
        written = []
        while len(written) < count:
            written.append(word)
            word = self.chance.choice(self.following.get(word) or self.starts)
        if self.chance.random() < 1 / 6:
            name = self.chance.choices(self.names, cum_weights=self.weights)[0]
            written.insert(self.chance.randrange(len(written)), name)
        return written


def store() -> list[list[str]]:
    """The sentences of which all documents are made, in words."""
    writer = Writer(random.Random(SEED))
    return [writer.sentence() for _sentence in range(SENTENCES)]


def analyse_lines_once() -> None:
    """Let the analyser keep what it made of a line: documents share their sentences, and it is not measured here."""
    from gongkai.language import analysis

    for name in ("terms", "characters"):
        kept = functools.lru_cache(maxsize=None)(getattr(analysis, name))
        joined = lambda text, kept=kept: list(itertools.chain.from_iterable(map(kept, text.split("\n"))))  # noqa: E731
        setattr(analysis, name, joined)


def entries(count: int) -> Iterator[Any]:
    """The documents, always the same for a count."""
    from gongkai.search.queries import schema

    chance = random.Random(SEED)
    lines = ["".join(words) for words in store()]
    for number in range(1, count + 1):
        agency = min(int(chance.paretovariate(0.6)), AGENCIES)
        column, topic = chance.randrange(COLUMNS), chance.randrange(TOPICS)
        day = FIRST_DAY + datetime.timedelta(days=chance.randrange(3900))
        yield schema.Entry(
            item_id=number,
            title=chance.choice(lines),
            body="\n".join(chance.choices(lines, k=IN_BODY)),
            files=(),
            numbers=(f"云政发〔{day.year}〕{number % 900 + 1}号", f"99010/{day.year}-{number:06d}"),
            agency_names=(f"第{agency}局",),
            agency_ids=(1, 10 + agency % 30, 100 + agency % 400, 1000 + agency),
            column_ids=(1 + column % 6, 10 + column % 108, 200 + column),
            topics=(f"{topic % 22:02d}", f"{topic % 22:02d}{topic:02d}"),
            genre=f"g{chance.randrange(GENRES)}",
            validity=chance.choice(VALIDITIES),
            published_at=int(datetime.datetime.combine(day, datetime.time(2), datetime.UTC).timestamp()),
            published_on=day,
        )


def build(count: int) -> None:
    """Write the index, and say how fast."""
    from gongkai.search.actions import indexing
    from gongkai.search.queries import generations, schema

    name = generations.next_name()
    (generations.root() / name).mkdir(parents=True)
    tantivy.Index(schema.build(), path=str(generations.root() / name))
    analyse_lines_once()
    began, length = time.perf_counter(), 0
    with indexing.writer(name, memory=256_000_000) as (_schema, target):
        for number, entry in enumerate(entries(count), start=1):
            target.add_document(schema.document(entry))
            length += len(entry.title) + len(entry.body)
            if number % 10_000 == 0:
                print(f"{number}/{count}", end="\r", file=sys.stderr, flush=True)
    (generations.root() / generations.POINTER).write_text(name)
    seconds = time.perf_counter() - began
    print(f"built {count} documents of {length // count} characters in {seconds:.0f} s: {count / seconds:.0f} a second")


def queries(count: int) -> list[tuple[str, str]]:
    """Queries with their kind: a third each of common, middling and rare words, one to three words in each."""
    chance = random.Random(SEED + 1)
    counted = collections.Counter(itertools.chain.from_iterable(store()))
    ranked = [word for word, _count in counted.most_common() if len(word) > 1]
    third = len(ranked) // 20
    kinds = {"common": ranked[:120], "middling": ranked[120:third], "rare": ranked[third:]}
    found = []
    for number in range(count):
        kind = ("common", "middling", "rare")[number % 3]
        found.append((kind, " ".join(chance.sample(kinds[kind], 1 + number // 3 % 3))))
    return found


@dataclass(frozen=True)
class Time:
    """Milliseconds of one query, round by round: on the clock, and of the processor."""

    kind: str
    clock: list[float]
    processor: list[float]


def measure(works: list[Callable[[str], object]], asked: list[tuple[str, str]], rounds: int) -> list[list[Time]]:
    """The times of each query, for each way of asking."""
    for (_kind, text), work in itertools.product(asked, works):
        work(text)
    taken = [[Time(kind, [], []) for kind, _text in asked] for _work in works]
    for _round, (number, (_kind, text)) in itertools.product(range(rounds), enumerate(asked)):
        for times, work in zip(taken, works, strict=True):
            clock, processor = time.perf_counter(), time.process_time()
            work(text)
            times[number].processor.append((time.process_time() - processor) * 1000)
            times[number].clock.append((time.perf_counter() - clock) * 1000)
    return taken


def ours(**fields: Any) -> Callable[[str], object]:
    """Our search: understanding, synonyms, phrases, weights, count and six facets."""
    from gongkai.search.queries import engine, matching

    order = fields.pop("order", "relevance")
    filters = matching.Filters(**fields)
    depth = 1 if "agency" in fields else None
    return lambda text: engine.find(
        engine.SearchQuery(text=text, filters=filters, order=order), agency_depth=depth, column_depth=None
    )


def bare(facets: tuple[str, ...]) -> Callable[[str], object]:
    """Tantivy alone: the analysed words in title and body, count, and these facets."""
    from gongkai.language import analysis
    from gongkai.search.queries import generations

    opened = generations.opened()
    make, must, should = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.Should
    wanted = {name: {"terms": {"field": name, "size": 300}} for name in facets}
    prepared: dict[str, Any] = {}

    def term(word: str) -> Any:
        title = make.boost_query(make.term_query(opened.schema, "title", word, index_option="freq"), 3.0)
        body = make.term_query(opened.schema, "body", word, index_option="freq")
        return make.boolean_query([(should, title), (should, body)])

    def work(text: str) -> object:
        if text not in prepared:
            prepared[text] = make.boolean_query([(must, term(word)) for word in dict.fromkeys(analysis.terms(text))])
        found = opened.searcher.search(prepared[text], 10, count=True)
        return found, opened.searcher.aggregate(prepared[text], wanted) if wanted else None

    return work


def marked() -> Callable[[str], object]:
    """What the page of results does with ten texts: marks the title, and two passages of the body."""
    from gongkai.language import analysis
    from gongkai.search.queries import synonyms, wanted

    texts = [(entry.title, entry.body) for entry in entries(10)]

    def work(text: str) -> object:
        marking = wanted.understand(text, thesaurus=synonyms.shipped()).marking
        return [
            (analysis.highlight(title, marking, width=800, limit=1), analysis.highlight(body, marking, limit=2))
            for title, body in texts
        ]

    return work


def quantile(values: list[float], share: float) -> float:
    """The value below which so large a share lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def report(name: str, times: list[Time]) -> None:
    """One row of the table: quantiles of the queries' medians, and the 99th percentiles of single rounds."""
    clock, processor = ([statistics.median(each) for each in times_of(times, sort)] for sort in ("clock", "processor"))
    rounds = [quantile(list(each), 0.99) for each in zip(*times_of(times, "clock"), strict=True)]
    kinds = " / ".join(
        f"{statistics.median(statistics.median(each.processor) for each in times if each.kind == kind):.1f}"
        for kind in ("common", "middling", "rare")
    )
    cells = (
        f"{quantile(clock, 0.5):.1f}",
        f"{quantile(clock, 0.99):.1f} ({min(rounds):.1f}-{max(rounds):.1f})",
        f"{quantile(processor, 0.5):.1f}",
        f"{quantile(processor, 0.99):.1f}",
        kinds,
    )
    print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def times_of(times: list[Time], name: str) -> list[list[float]]:
    """For each query its times of one sort."""
    return [getattr(each, name) for each in times]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["GONGKAI_HOME"] = str(options.folder or temporary)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
        django.setup()
        run(options)


def run(options: argparse.Namespace) -> None:
    """Build where nothing is built yet, then measure each way of asking."""
    from gongkai.search.queries import generations

    try:
        generations.opened()
    except generations.IndexMissing:
        build(options.documents)
    folder = generations.root() / generations.current()
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1024 / 1024
    searcher = generations.opened().searcher
    print(f"{searcher.num_docs} documents, {size:.0f} MB in {searcher.num_segments} segments\n")
    asked = queries(options.queries)
    print("| | clock p50 ms | clock p99 ms (rounds) | processor p50 | processor p99 | p50 common / middling / rare |")
    print("|---|---|---|---|---|---|")
    single = ("genre", "validity", "year", "topic_0", "agency_1", "column_0")
    ways = {
        "bare Tantivy: ten best and count": bare(()),
        "bare Tantivy: with the same six facets": bare(single),
        "ours: ten best, count, six facets": ours(),
        "ours, newest first": ours(order="date"),
        "ours, within an agency and all below it": ours(agency=11),
        "ours, one year": ours(year=2024),
        "besides: ten titles and bodies marked": marked(),
    }
    for name, times in zip(ways, measure(list(ways.values()), asked, options.rounds), strict=True):
        report(name, times)


if __name__ == "__main__":
    main()
