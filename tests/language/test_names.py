"""How alike short names are."""

import pytest

from gongkai.language import names


def alike(a: str, b: str) -> float:
    return names.likeness(names.profile(a), names.profile(b))


@pytest.mark.parametrize(
    ("a", "b", "least", "most"),
    [
        ("财政预算", "财政预算", 1.0, 1.0),
        ("财政预算信息", "财政预算", 1.0, 1.0),
        ("財政預算", "财政预算", 1.0, 1.0),
        ("部门预算", "财政预算", 0.3, 0.7),
        ("招聘信息", "环境监测", 0.0, 0.0),
        ("信息公开", "信息公开", 1.0, 1.0),
        ("", "财政", 0.0, 0.0),
    ],
)
def test_names_are_as_alike_as_what_they_share_beyond_empty_words(a, b, least, most):
    assert least <= alike(a, b) <= most
