"""Search over generated documents: our search with count and facets, beside bare Tantivy on the same index.

usage: python bench/search.py [--documents 300000] [--queries 200] [--rounds 3] [--folder DIR]

Documents are made from the words of the demo texts by a fixed seed (a chain of word pairs, with rare names strewn in)
and analysed as in life; a third of the queries each asks for common, middling and rare words, one to three at once.
With --folder the index is kept there and used again. Prints the table in Markdown; one process, one thread.
"""

import argparse
import collections
import datetime
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
from typing import Any

import django
import tantivy

SEED = 20_260_302
LENGTH = 260
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

    def words(self, count: int) -> Iterator[str]:
        """So many words, a mark now and then, a name in fifty."""
        word = self.chance.choice(self.starts)
        for number in range(count):
            yield word
            if number % 50 == 25:
                yield self.chance.choices(self.names, cum_weights=self.weights)[0]
            followers = self.following.get(word)
            if followers:
                word = self.chance.choice(followers)
            else:
                yield "，"
                word = self.chance.choice(self.starts)


def entries(count: int) -> Iterator[Any]:
    """The documents, always the same for a count."""
    from gongkai.search.queries import schema

    chance = random.Random(SEED)
    writer = Writer(chance)
    for number in range(1, count + 1):
        agency = min(int(chance.paretovariate(0.6)), AGENCIES)
        column, topic = chance.randrange(COLUMNS), chance.randrange(TOPICS)
        day = FIRST_DAY + datetime.timedelta(days=chance.randrange(3900))
        yield schema.Entry(
            item_id=number,
            title="".join(writer.words(9)),
            body="".join(writer.words(LENGTH)),
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
    writer = Writer(random.Random(SEED))
    counted = collections.Counter(itertools.islice(writer.words(400_000), 400_000))
    ranked = [word for word, _count in counted.most_common() if len(word) > 1]
    third = len(ranked) // 20
    kinds = {"common": ranked[:120], "middling": ranked[120:third], "rare": ranked[third:]}
    found = []
    for number in range(count):
        kind = ("common", "middling", "rare")[number % 3]
        found.append((kind, " ".join(chance.sample(kinds[kind], 1 + number // 3 % 3))))
    return found


def measure(work: Callable[[str], object], asked: list[tuple[str, str]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each query by kind, the median of the rounds."""
    for _kind, text in asked:
        work(text)
    times: dict[str, list[list[float]]] = collections.defaultdict(lambda: [[] for _query in asked])
    for _round in range(rounds):
        for number, (kind, text) in enumerate(asked):
            began = time.perf_counter()
            work(text)
            times[kind][number].append((time.perf_counter() - began) * 1000)
    return {kind: [statistics.median(each) for each in every if each] for kind, every in times.items()}


def ours(**fields: Any) -> Callable[[str], object]:
    """Our search: understanding, synonyms, phrases, weights, count and eight facets."""
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


def quantile(values: list[float], share: float) -> float:
    """The value below which so large a share lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def report(name: str, times: dict[str, list[float]]) -> None:
    """One row of the table."""
    every = [each for kind in times.values() for each in kind]
    kinds = " / ".join(f"{statistics.median(times[kind]):.1f}" for kind in ("common", "middling", "rare"))
    numbers = f"{quantile(every, 0.5):.1f} | {quantile(every, 0.99):.1f} | {max(every):.1f}"
    print(f"| {name} | {numbers} | {kinds} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=300_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
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
    print("| | p50 ms | p99 ms | max ms | p50 common / middling / rare |\n|---|---|---|---|---|")
    single = ("genre", "validity", "year", "topic_0", "agency_0", "agency_1", "column_0", "column_1")
    for name, work in (
        ("bare Tantivy: ten best and count", bare(())),
        ("bare Tantivy: with the same eight facets", bare(single)),
        ("ours: ten best, count, eight facets", ours()),
        ("ours, newest first", ours(order="date")),
        ("ours, within an agency and all below it", ours(agency=11)),
        ("ours, one year", ours(year=2024)),
    ):
        report(name, measure(work, asked, options.rounds))


if __name__ == "__main__":
    main()
