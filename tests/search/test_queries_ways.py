"""Tests that a query turned inside out finds what the plain one finds, with the same scores."""

import itertools
import pathlib
from typing import Any

import pytest
import tantivy

from gongkai.search.queries import ways

LETTERS = "abcdefgh"


class Letters:
    """An index of documents, each with some letters: every set of up to four."""

    def __init__(self, folder: pathlib.Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", indexed=True, fast=True)
        builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
        self.schema = builder.build()
        index = tantivy.Index(self.schema, path=str(folder))
        writer = index.writer(15_000_000, 1)
        self.documents = [frozenset(chosen) for size in range(5) for chosen in itertools.combinations(LETTERS, size)]
        for number, letters in enumerate(self.documents):
            document = tantivy.Document()
            document.add_unsigned("id", number)
            document.add_text("body", " ".join(sorted(letters)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()

    def term(self, letter: str) -> Any:
        return ways.Query.term_query(self.schema, "body", letter, index_option="freq")

    def demand(self, *choices: str, extras: str = "") -> ways.Demand:
        """A demand for all letters of one of the choices."""
        return ways.Demand(tuple(tuple(map(self.term, letters)) for letters in choices), tuple(map(self.term, extras)))

    def found(self, query: Any) -> dict[frozenset[str], float]:
        """The documents found, with their scores."""
        hits = self.searcher.search(query, len(self.documents)).hits
        numbers = self.searcher.fast_field_values("id", [address for _score, address in hits])
        return {self.documents[number]: score for number, (score, _address) in zip(numbers, hits, strict=True)}


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Letters:
    return Letters(tmp_path_factory.mktemp("letters"))


CHOICES = [
    [["a"]],
    [["ab"]],
    [["a", "bc"]],
    [["a"], ["b"]],
    [["a", "b"], ["c"]],
    [["a", "b"], ["c", "d"]],
    [["ab", "c"], ["d", "e"], ["f"]],
    [["a", "b", "c"], ["d", "e"], ["f", "g", "h"]],
]


@pytest.mark.parametrize("choices", CHOICES, ids=str)
@pytest.mark.parametrize("narrowing", ["", "e"])
def test_all_demands_are_satisfied(letters: Letters, choices: list[list[str]], narrowing: str) -> None:
    expected = {
        document
        for document in letters.documents
        if document.issuperset(narrowing) and all(any(document.issuperset(way) for way in each) for each in choices)
    }
    plan = ways.Plan(
        tuple(letters.demand(*each) for each in choices),
        tuple(ways.unscored(letters.term(each)) for each in narrowing),
        None,
    )
    assert set(letters.found(plan.counting)) == expected
    assert set(letters.found(plan.ranking)) == expected


@pytest.mark.parametrize("least", [1, 2, 3, 4])
@pytest.mark.parametrize("asked", ["abcd", LETTERS])
@pytest.mark.parametrize("narrowing", ["", "e"])
def test_so_many_demands_are_satisfied(letters: Letters, asked: str, least: int, narrowing: str) -> None:
    expected = {
        document
        for document in letters.documents
        if document.issuperset(narrowing) and len(document.intersection(asked)) >= least
    }
    plan = ways.Plan(
        tuple(map(letters.demand, asked)), tuple(ways.unscored(letters.term(each)) for each in narrowing), least
    )
    assert set(letters.found(plan.counting)) == expected
    assert set(letters.found(plan.ranking)) == expected


@pytest.mark.parametrize("least", [None, 1, 2])
def test_scores_are_those_of_the_plain_query(letters: Letters, least: int | None) -> None:
    demands = (letters.demand("a", "bc"), letters.demand("d"), letters.demand("e", "f", extras="g"))
    parts = [ways.any_of([*map(ways.all_of, each.ways), *each.extras]) for each in demands]
    asked = [(ways.MUST if least is None else ways.SHOULD, each) for each in parts]
    among = ways.Query.boolean_query(asked) if least is None else ways.Query.boolean_query(asked, least)
    plain = ways.Query.boolean_query([(ways.MUST, among), (ways.SHOULD, letters.term("h"))])
    found = letters.found(ways.Plan(demands, (), least, lifts=(letters.term("h"),)).ranking)
    expected = {document: score for document, score in letters.found(plain).items() if document in found}
    assert found == pytest.approx(expected)
    assert found


def test_extras_lift_and_let_nothing_in(letters: Letters) -> None:
    bare = letters.found(ways.Plan((letters.demand("a"),), (), None).ranking)
    lifted = letters.found(ways.Plan((letters.demand("a", extras="b"),), (), None).ranking)
    assert set(bare) == set(lifted)
    assert all((lifted[document] > score) == ("b" in document) for document, score in bare.items())


def test_without_demands_what_narrows_is_found(letters: Letters) -> None:
    plan = ways.Plan((), (letters.term("a"),), None)
    assert set(letters.found(plan.counting)) == {document for document in letters.documents if "a" in document}


def test_demands_can_be_joined_and_be_put_to_choice(letters: Letters) -> None:
    one, other = letters.demand("a", "b"), letters.demand("c", extras="d")
    both = letters.found(ways.Plan((ways.together([one, other]),), (), None).ranking)
    assert set(both) == {each for each in letters.documents if each & {"a", "b"} and "c" in each}
    either = letters.found(ways.Plan((ways.either([one, ways.boosted(other, 0.5)]),), (), None).ranking)
    assert set(either) == {each for each in letters.documents if each & {"a", "b", "c"}}
    assert either[frozenset("c")] < letters.found(letters.term("c"))[frozenset("c")]
