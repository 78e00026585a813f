"""The basic directory covers the Regulation."""

import pytest

from gongkai.rules import obligations


def test_every_item_of_article_20_is_covered() -> None:
    assert {f"20-{number}" for number in range(1, 16)} <= set(obligations.legal_items())
    assert {"19", "21-1", "21-2"} <= set(obligations.legal_items())


def test_codes_are_unique_and_entries_whole() -> None:
    entries = obligations.entries()
    assert len({each.code for each in entries}) == len(entries)
    for entry in entries:
        assert entry.title
        assert entry.content
        assert entry.agency
        assert entry.channel
        assert entry.basis.startswith("《政府信息公开条例》第")
        assert (entry.working_days == 20) != bool(entry.deadline)


def test_levels_have_their_own_entries() -> None:
    titles = {
        level: {each.title for each in obligations.entries(level)}
        for level in ("province", "city", "county", "township")
    }
    assert "市政建设" in titles["county"]
    assert "市政建设" not in titles["township"]
    assert "筹资筹劳" in titles["township"]
    assert "筹资筹劳" not in titles["city"]
    assert "规章" in titles["city"]
    assert "规章" not in titles["county"]
    assert "规范性文件" in titles["province"] & titles["township"]


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="no entries"):
        obligations.entries("moon")
