"""The reader against sentences of our own: every indicator in the ways reports word it, and numbers that are none."""

import pathlib

import pytest
import yaml

from gongkai.documents.annual_report import prose
from gongkai.language import folding

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
