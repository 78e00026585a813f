"""Handing out annual reports: seconds for the Word file, the PDF and the spreadsheet of a report of a city.

usage: PYTHONPATH=. python bench/outputs.py [--rounds 5]

Each report has its edition's tables with random figures and notes, and six pages of prose. Wall-clock seconds of the
whole way from the paper to the bytes; the limit is that of the issue: Word and PDF together 5 s.
"""

import argparse
import dataclasses
import pathlib
import resource
import statistics
import time

import yaml

from gongkai.documents import printing
from gongkai.documents.report_papers import parts, spreadsheet, word
from tests.documents.annual_report import printed
from tests.documents.report_papers import made

SENTENCES = pathlib.Path(printed.__file__).with_name("phrasings") / "paragraphs.yaml"
PARAGRAPHS = 30
LIMIT = 5.0


def paper(edition: str, seed: int) -> parts.Paper:
    """A report with prose before its tables."""
    cases = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    said = [parts.Paragraph(text) for found in cases.values() for text, _ in found]
    bare = made.paper(edition, made.figures(edition, seed))
    prose = (said * (PARAGRAPHS // len(said) + 1))[:PARAGRAPHS]
    return dataclasses.replace(bare, parts=(*bare.parts[:2], *prose, *bare.parts[2:]))


def processor() -> float:
    """Processor seconds of this process and of the printers it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Print a line for each edition and kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    word.compose(paper("form-2021", 0))  # the libraries are loaded before the clock runs
    for edition in made.YEARS:
        took: dict[str, list[float]] = {"docx": [], "pdf": [], "xlsx": []}
        spent = []
        for seed in range(rounds):
            one = paper(edition, seed)
            before = processor()
            began = time.perf_counter()
            docx = word.compose(one)
            took["docx"].append(time.perf_counter() - began)
            printing.pdf_of(docx)
            took["pdf"].append(time.perf_counter() - began)
            spent.append(processor() - before)
            began = time.perf_counter()
            spreadsheet.compose(one)
            took["xlsx"].append(time.perf_counter() - began)
        for kind, seconds in took.items():
            words = "Word and PDF" if kind == "pdf" else kind
            met = f"  processor {statistics.median(spent):.2f} s  limit {LIMIT:.0f} s" if kind == "pdf" else ""
            print(f"{edition}  {words:12}  median {statistics.median(seconds):.2f} s  worst {max(seconds):.2f} s{met}")


if __name__ == "__main__":
    main()
