"""Vocabularies as versioned data."""

import datetime

import pytest

from gongkai.rules import vocabularies


def test_there_are_twenty_two_topics_in_their_order() -> None:
    topics = vocabularies.named("topics")
    first_level = [each for each in topics.terms if not each.parent_code]
    assert [each.code for each in first_level] == [f"{number:02d}" for number in range(1, 23)]
    assert first_level[0].label == "国务院组织机构"
    assert first_level[-1].label == "其他"


def test_there_are_fifteen_kinds_of_documents() -> None:
    genres = vocabularies.named("genres")
    assert len([each for each in genres.terms if each.group == "document"]) == 15
    assert {each.group for each in genres.terms} == {"document", "web"}


@pytest.mark.parametrize("vocabulary", vocabularies.load(), ids=lambda each: each.code)
def test_codes_are_unique_and_parents_stand_before_children(vocabulary: vocabularies.Vocabulary) -> None:
    seen: set[str] = set()
    for term in vocabulary.terms:
        assert term.code not in seen
        assert not term.parent_code or term.parent_code in seen
        assert term.label
        assert term.certainty
        seen.add(term.code)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("综合政务", "02"),
        ("0201", "0201"),
        ("政务公开", "0201"),
        ("综合政务\\政务公开", "0201"),
        ("综合政务/其他", "0299"),
        ("其他", "22"),
    ],
)
def test_a_topic_is_found_by_code_label_or_path(word: str, code: str) -> None:
    term = vocabularies.named("topics").find(word)
    assert term is not None
    assert term.code == code


@pytest.mark.parametrize("word", ["", "天文", "综合政务\\天文", "天文\\政务公开"])
def test_an_unknown_word_is_not_found(word: str) -> None:
    assert vocabularies.named("topics").find(word) is None


def test_a_term_is_printed_with_its_parent() -> None:
    topics = vocabularies.named("topics")
    term = topics.find("0201")
    assert term is not None
    assert topics.path(term) == "综合政务\\政务公开"


def test_an_unknown_vocabulary_or_an_early_day_is_refused() -> None:
    with pytest.raises(vocabularies.UnknownVocabulary):
        vocabularies.named("colours")
    with pytest.raises(vocabularies.UnknownVocabulary):
        vocabularies.named("topics", on=datetime.date(2000, 1, 1))
