"""Disclosure attributes and their reasons in time."""

import datetime

import pytest

from gongkai.rules import attributes


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("主动公开", "open"),
        ("on-request", "on-request"),
        (" 不予公开 ", "closed"),
        ("免予公开", "closed"),
        ("好", None),
        ("", None),
    ],
)
def test_an_attribute_is_read_from_its_words(word: str, code: str | None) -> None:
    assert attributes.attribute_of(word) == code


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        ("2008-04-30", set()),
        ("2019-05-14", {"security", "state-secret", "business-secret", "privacy"}),
        (
            "2019-05-15",
            {
                "security",
                "state-secret",
                "forbidden-by-law",
                "business-secret",
                "privacy",
                "internal",
                "process",
                "enforcement-file",
            },
        ),
    ],
)
def test_reasons_for_closing_follow_the_regulation_of_the_day(on: str, codes: set[str]) -> None:
    reasons = attributes.reasons("closed", datetime.date.fromisoformat(on))
    assert {each.code for each in reasons} == codes
    assert all(each.article.startswith(("2008年条例", "2019年条例")) for each in reasons)


def test_every_attribute_has_a_reason_today() -> None:
    for attribute in attributes.LABELS:
        assert attributes.reasons(attribute, datetime.date(2026, 1, 1))


def test_an_unknown_attribute_is_refused() -> None:
    with pytest.raises(ValueError, match="no disclosure attribute"):
        attributes.reasons("secret", datetime.date(2026, 1, 1))
