"""Credit codes and division codes, right and wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules import credit_codes

RIGHT = ["11441700007280420Y", "11620622013933539B", "11370800004312466C", "91110000600037341L", "113417020032563511"]

WRONG = [
    ("", "应为18位"),
    ("11441700007280420", "现为17位"),
    ("11441700007280420I", "字符I"),
    ("11441700007280420y", "字符y"),
    ("11441700007280420X", "校验码不符"),
    ("11441700007280421Y", "组织机构代码"),
    ("Z1441700007280420Y", "字符Z"),
    ("B1441700007280420Y", "登记管理部门"),
    ("11001700007280420Y", "不是省级代码"),
]

LEVELS = [
    ("530000", "province", None),
    ("530100", "city", "530000"),
    ("530102", "county", "530100"),
    ("530102001", "township", "530102"),
    ("530102000", "county", "530100"),
    ("530102001003", "village", "530102001"),
    ("530102001000", "township", "530102"),
    ("530100000000", "city", "530000"),
]


@pytest.mark.parametrize("code", RIGHT)
def test_a_right_code_has_no_reasons_against_it(code: str) -> None:
    assert credit_codes.check(code) == ()
    assert credit_codes.registrar(code) in ("机构编制", "市场监管")


@pytest.mark.parametrize(("code", "words"), WRONG)
def test_a_wrong_code_is_told_why(code: str, words: str) -> None:
    assert any(words in reason for reason in credit_codes.check(code))


def test_a_typed_code_is_normalised() -> None:
    assert credit_codes.normalise(" １１441700-007280420 y") == "11441700007280420Y"


@given(start=st.sampled_from(RIGHT), place=st.integers(0, 17), other=st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_never_passes(start: str, place: int, other: str) -> None:
    changed = start[:place] + other + start[place + 1 :]
    assert (credit_codes.check(changed) == ()) == (changed == start)


def test_the_check_character_completes_a_code() -> None:
    assert credit_codes.check_character("11441700007280420") == "Y"
    with pytest.raises(ValueError, match="not the beginning"):
        credit_codes.check_character("123")


@pytest.mark.parametrize(("code", "level", "parent"), LEVELS)
def test_a_division_has_its_level_and_its_parent(code: str, level: str, parent: str | None) -> None:
    assert credit_codes.check_division(code) == ()
    assert credit_codes.division_level(code) == level
    assert credit_codes.division_parent(code) == parent


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "只能是数字"),
        ("53010a", "只能是数字"),
        ("5301", "现为4位"),
        ("980101", "省级代码"),
        ("530001", "地级为00"),
        ("530102000001", "乡级为000"),
    ],
)
def test_an_implausible_division_is_told_why(code: str, words: str) -> None:
    assert any(words in reason for reason in credit_codes.check_division(code))
    with pytest.raises(ValueError, match="not a division code"):
        credit_codes.division_level(code)
