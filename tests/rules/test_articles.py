"""Why the desk asks for something: every topic has its article and short words; faulty data is refused."""

import copy

import pytest

from gongkai.rules import articles, datafiles


def test_every_topic_names_its_article_in_short_words() -> None:
    assert {"publication-term", "secrecy", "coordination"} <= {each.id for each in articles.topics()}
    assert all(each.articles and each.source and len(each.words) <= 160 for each in articles.topics())
    assert articles.topic("publication-term").articles == "条例第二十六条"


def test_an_unknown_topic_raises() -> None:
    with pytest.raises(articles.NoTopic):
        articles.topic("nothing")


@pytest.mark.parametrize("change", [{"words": "短"}, {"words": "长" * 161}, {"articles": 26}, {"id": "attribute"}])
def test_faulty_data_is_refused(change: dict[str, object]) -> None:
    raw = copy.deepcopy(datafiles.read("articles.yaml", "topics"))
    raw["topics"][0] |= change
    with pytest.raises(datafiles.DataFault):
        articles.parse(raw)
