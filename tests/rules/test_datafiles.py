"""Data files must be dated, sourced and whole; anything unknown in them is refused."""

import datetime
import pathlib

import pytest

from gongkai.rules import clock_words, datafiles

HEADER = {"dated": datetime.date(2026, 11, 21), "source": "某", "certainty": "原文"}
DATA = pathlib.Path(datafiles.__file__).parent / "data"


def test_a_whole_file_passes() -> None:
    assert datafiles.checked_file({**HEADER, "terms": []}, "some.yaml", "terms")["terms"] == []


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {"terms": []},
        {**HEADER},
        {**HEADER, "terms": [], "more": 1},
        {**HEADER, "dated": "2026", "terms": []},
        {**HEADER, "source": None, "terms": []},
    ],
)
def test_a_file_without_a_part_or_with_one_too_many_is_refused(raw: object) -> None:
    with pytest.raises(datafiles.DataFault, match=r"some\.yaml"):
        datafiles.checked_file(raw, "some.yaml", "terms")


@pytest.mark.parametrize("raw", [7, {"days": "20"}, {"days": True}, {"days": 20, "hours": 1}, {}, {"days": None}])
def test_a_record_of_another_shape_is_refused(raw: object) -> None:
    with pytest.raises(datafiles.DataFault, match="here"):
        datafiles.checked(raw, "here", required={"days": int})


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(datafiles.DataFault, match="stands twice"):
        datafiles.unique(["a", "b", "a"], "here")


@pytest.mark.parametrize("name", ["regimes", "ledger", "clock-words", "outcomes", "letters", "fees", "remedies"])
def test_the_law_of_requests_is_dated_with_source_and_certainty(name: str) -> None:
    raw = datafiles.plain((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    assert raw["dated"] >= datetime.date(2026, 1, 1)
    assert raw["source"]
    assert raw["certainty"]


def test_a_sentence_or_a_fact_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        clock_words.step("sung")
    with pytest.raises(KeyError):
        clock_words.step("received")
