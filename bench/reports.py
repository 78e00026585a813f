"""Reading annual reports: seconds a report by format, a thousand of them through the command, the most memory.

usage: PYTHONPATH=. python bench/reports.py [--many 1000] [--rounds 5]

The reports are those the tests print (random figures in the statutory tables) with paragraphs of prose before them.
Wall-clock and processor seconds; the limits are those of the issue: text and html 0.2 s, a ten-page pdf 3 s, a thousand
text reports two minutes, 300 MB.
"""

import argparse
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import yaml

from gongkai.documents import reading
from gongkai.documents.annual_report import reading as report_reading
from tests.documents.annual_report import printed

SENTENCES = pathlib.Path(printed.__file__).with_name("phrasings") / "paragraphs.yaml"
PROSE_LINES = 6 * 34


def prose() -> list[str]:
    """Paragraphs under headings, as a report of a city has them."""
    found = []
    for heading, cases in yaml.safe_load(SENTENCES.read_text(encoding="utf-8")).items():
        found.append(heading)
        found.extend(text for text, _ in cases)
    return found


def text_report(seed: int) -> bytes:
    """Prose and the tables of 2021, a row a line."""
    title, opening, *tables = printed.text(printed.report("2021", seed=seed), "pipes").decode().split("\n")
    return "\n".join([title, opening, *prose(), *tables]).encode()


def html_report(seed: int) -> bytes:
    """The same as a web page."""
    page = printed.html(printed.report("2021", seed=seed), paragraphs=True).decode()
    paragraphs = "".join(f"<p>{each}</p>" for each in prose())
    return page.replace("</h1>", f"</h1>{paragraphs}", 1).encode()


def pdf_report(seed: int) -> bytes:
    """Ten pages: prose, then ruled tables."""
    lines = [text[at : at + 40] for text in prose() for at in range(0, len(text), 40)]
    return printed.pdf(printed.report("2021", seed=seed), prose=tuple((lines * 3)[:PROSE_LINES]))


def measure(make: Callable[[int], bytes], name: str, rounds: int) -> None:
    """One format: median and worst of wall-clock and processor time."""
    sources = [make(seed) for seed in range(rounds)]
    walls, works, figures, pages = [], [], 0, 0
    for source in sources:
        began, worked = time.perf_counter(), time.process_time()
        document = reading.read(source, name=name)
        found = report_reading.read_report(document)
        walls.append(time.perf_counter() - began)
        works.append(time.process_time() - worked)
        figures, pages = len(found.values), document.pages or 0
    shown = f"{name.removeprefix('a.')}, {pages} pages" if pages else name.removeprefix("a.")
    print(
        f"| {shown} | {len(sources[0]) / 1024:,.0f} KB, {figures} figures | {statistics.median(walls):.3f} s "
        f"({max(walls):.3f} s) | {statistics.median(works):.3f} s |"
    )


def many(count: int) -> None:
    """The command on `count` text reports: wall-clock, processor time, most memory of a process."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            (pathlib.Path(folder) / f"{number:04d}.txt").write_bytes(text_report(number % 50))
        paths = sorted(map(str, pathlib.Path(folder).glob("*.txt")))
        code = "import sys; from gongkai.documents import report_command; sys.exit(report_command.main(sys.argv[1:]))"
        command = [sys.executable, "-c", code, "read", "--json", *paths]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        took = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines, said = len(run.stdout.splitlines()), len(run.stderr.splitlines())
    print(f"| {lines:,} text reports, {said} lines of progress | | {took:.1f} s | {work:.1f} s |")
    print(f"\nMost memory of a process: {after.ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    report_reading.read_report(reading.read(text_report(0), name="a.txt"))  # data files and patterns are loaded once
    print("| report | size | wall-clock, median (worst) | processor |\n|---|---|---|---|")
    measure(text_report, "a.txt", arguments.rounds)
    measure(html_report, "a.html", arguments.rounds)
    measure(pdf_report, "a.pdf", arguments.rounds)
    many(arguments.many)


if __name__ == "__main__":
    main()
