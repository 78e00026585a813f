"""How good the order of results is: queries of citizens, judged by hand over the demo, as nDCG@10.

usage: python -m bench.judged [--folder DIR] [--worst N]

The demo is built for the day of the judgments (bench/judged.txt) into DIR, or a folder that is thrown away; with DIR it
is used again, and its index rebuilt. Gain of a result is 2^grade - 1, discounted by log2(rank + 1), divided by what the
best order of everything judged for the query would give. Also told: how often the first result answers the query, how
often anything judged is among the first ten, and the queries that do worst.
"""

import argparse
import datetime
import math
import os
import pathlib
import re
import statistics
import tempfile
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import django

JUDGED = pathlib.Path(__file__).with_name("judged.txt")
DAY = datetime.datetime(2026, 11, 22, 9, tzinfo=zoneinfo.ZoneInfo("Asia/Shanghai"))
SHOWN = 10


@dataclass(frozen=True)
class Record:
    """What can be found: its address, title and document number."""

    address: str
    title: str
    doc_no: str


@dataclass
class Query:
    """A query with its judgments: grade and the pattern of titles, or of the document number."""

    text: str
    subject: str
    judgments: list[tuple[int, re.Pattern[str], bool]] = field(default_factory=list)

    def grade(self, record: Record) -> int:
        """The highest grade of any line that fits."""
        fitting = (
            grade
            for grade, pattern, is_number in self.judgments
            if pattern.fullmatch(record.doc_no if is_number else record.title)
        )
        return max(fitting, default=0)


def queries(lines: Iterable[str]) -> list[Query]:
    """The judged queries of a file."""
    found: list[Query] = []
    subject = ""
    for line in map(str.rstrip, lines):
        if line.startswith("## "):
            subject = line[3:]
        elif line.startswith("? "):
            found.append(Query(line[2:], subject))
        elif line and not line.startswith("#"):
            is_number = line[2] == "@"
            words = line[3:] if is_number else line[2:]
            pattern = re.compile(".*".join(map(re.escape, words.split("*"))))
            found[-1].judgments.append((int(line[0]), pattern, is_number))
    return found


def gain(grades: Sequence[int]) -> float:
    """The discounted gain of grades in their order."""
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:SHOWN]))


def ndcg(shown: Sequence[int], every: Iterable[int]) -> float:
    """The gain of what is shown, as a share of what the best order gives."""
    best = gain(sorted(every, reverse=True))
    return gain(shown) / best if best else 1.0


def records() -> dict[str, Record]:
    """Everything public, by address."""
    from gongkai.disclosures import pages
    from gongkai.disclosures.models import Item
    from gongkai.search.queries import sources

    rows = Item.objects.public().values_list("pk", "public_revision__title", "public_revision__doc_no")
    found = {pages.item_address(pk): Record(pages.item_address(pk), title, doc_no) for pk, title, doc_no in rows}
    for source in getattr(sources, "SOURCES", {}).values():
        for row in source.shown(source.ids(0, 100_000)).values():
            found[row.address] = Record(row.address, row.title, "")
    return found


def answers(text: str) -> Iterator[str]:
    """Addresses of what is found, best first."""
    from gongkai.search.queries import engine, results

    for hit in results.search(engine.SearchQuery(text=text, size=SHOWN)).hits:
        yield hit.address


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["GONGKAI_HOME"] = str((options.folder or pathlib.Path(temporary)).resolve())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
        django.setup()
        prepare()
        run(records(), worst=options.worst)


def prepare() -> None:
    """Build the demo of the day where there is none yet; build the index anew where there is."""
    from django.core.management import call_command

    from gongkai.config.demo import build
    from gongkai.disclosures.models import Item
    from gongkai.search.actions import rebuilding

    call_command("migrate", verbosity=0)
    if Item.objects.exists():
        rebuilding.rebuild(at=DAY)
    else:
        build.build(out=print, at=DAY)


def run(known: Mapping[str, Record], *, worst: int) -> None:
    """Ask every query and print the table."""
    asked = queries(JUDGED.read_text(encoding="utf-8").splitlines())
    scores: list[tuple[float, Query]] = []
    first = some = 0
    for query in asked:
        shown = [query.grade(known[address]) for address in answers(query.text) if address in known]
        scores.append((ndcg(shown, (query.grade(each) for each in known.values())), query))
        best = max((grade for grade, _pattern, _is_number in query.judgments), default=0)
        first += shown[:1] == [best]
        some += any(shown)
    print(f"\n{len(asked)} queries over {len(known)} records\n\n| queries | nDCG@10 |\n|---|---|")
    for subject in dict.fromkeys(query.subject for query in asked):
        own = [score for score, query in scores if query.subject == subject]
        print(f"| {subject} ({len(own)}) | {statistics.mean(own):.3f} |")
    print(f"| all ({len(asked)}) | {statistics.mean(score for score, _query in scores):.3f} |")
    print(f"\nfirst result answers: {first / len(asked):.1%}; anything judged among ten: {some / len(asked):.1%}\n")
    for score, query in sorted(scores, key=lambda each: each[0])[:worst]:
        print(f"{score:.3f} {query.text}")


if __name__ == "__main__":
    main()
