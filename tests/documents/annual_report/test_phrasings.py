"""The reader against sentences of our own: every indicator in the ways reports word it, and numbers that are none."""

import pathlib
import re

import pytest
import yaml

from gongkai.documents.annual_report import prose
from gongkai.language import conversion, folding

FOLDER = pathlib.Path(__file__).with_name("phrasings")


def cases():
    for file in sorted(FOLDER.glob("*.yaml")):
        for heading, sentences in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            for text, figures in sentences:
                yield pytest.param(heading, text, figures, id=f"{file.stem}: {text}")


def wanted(figures) -> set[tuple[str, float]]:
    return {
        (name, number)
        for name, numbers in figures.items()
        for number in (numbers if isinstance(numbers, list) else [numbers])
    }


def told(text: str, heading: str) -> set[tuple[str, float]]:
    folded = folding.fold_text(text)
    found = prose.read(folded, parts=[(0, len(folded), heading)], year=2023)
    last = {id(each): f"{each.id}@last_year" for each in found if each.period == "last_year"}
    return {
        (each.id if each.id == "disclosed.previous_year" else last.get(id(each), each.id), each.number)
        for each in found
        if each.id
    }


@pytest.mark.parametrize(("heading", "text", "figures"), list(cases()))
def test_a_sentence_gives_its_figures_and_no_other(heading: str, text: str, figures) -> None:
    assert told(text, heading) == wanted(figures)


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
VARIANTS = {
    "traditional": conversion.to_traditional,
    "full width": lambda text: text.translate(FULL_WIDTH),
    "blanks around numbers": lambda text: re.sub(r"(?<=[\u4e00-\u9fff])(\d+)(?=[条件次个篇])", r" \1 ", text),
    "half width marks": lambda text: text.translate(str.maketrans("，；：（）", ",;:()")),
    "indented": lambda text: f"　　{text}\n",
    "after another paragraph": lambda text: f"按照统一部署，现予公布。\n{text}\n特此报告。",
    "broken by the line": lambda text: re.sub(r"(?<=[\u4e00-\u9fff]{20}\d)(?=\d)", "\n", text, count=1),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_same_sentences_written_otherwise_give_the_same(name: str) -> None:
    changed = [
        text
        for heading, text, figures in (case.values for case in cases())
        if told(VARIANTS[name](text), heading) != wanted(figures)
    ]

    assert changed == []
