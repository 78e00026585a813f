"""Fixed phrases and titles: exact ones pass, near misses are told, foreign words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.language import phrases

LIST = phrases.parse("# 固定用语\n以人民为中心的发展思想\n依法行政\n全心全意为人民服务\n登陆→登录\n王建国\t县长\n")


@pytest.mark.parametrize(
    ("text", "said", "right"),
    [
        ("坚持以人民为中心地发展思想，", "以人民为中心地发展思想", "以人民为中心的发展思想"),
        ("坚持以人民中心的发展思想。", "以人民中心的发展思想", "以人民为中心的发展思想"),
        ("弘扬全心全意为人名服务精神", "全心全意为人名服务", "全心全意为人民服务"),
        ("请登陆网站", "登陆", "登录"),
        ("王建国副县长主持", "王建国副县长", "县长"),
        ("副县长王建国主持", "副县长王建国", "县长"),
    ],
)
def test_a_deviation_is_told_with_what_is_right(text: str, said: str, right: str) -> None:
    found = phrases.find(text, LIST)
    assert [(each.said, each.right) for each in found] == [(said, right)]
    assert all(text[each.start : each.end] == each.said for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "坚持以人民为中心的发展思想。",
        "依法行政",
        "依法执政",
        "县长王建国",
        "王建国县长",
        "王建国参加",
        "以人民的名义",
        "",
    ],
)
def test_exact_wording_and_other_words_pass(text: str) -> None:
    assert phrases.find(text, LIST) == []


@given(st.text(alphabet="以人民为中心的发展思想依法行政，。", max_size=60))
def test_no_text_breaks_the_search(text: str) -> None:
    assert all(text[each.start : each.end] == each.said for each in phrases.find(text, LIST))


@pytest.mark.parametrize("line", ["一→二→三", "→二", "张三\t"])
def test_a_wrong_line_is_named_by_its_number(line: str) -> None:
    with pytest.raises(phrases.WrongList, match="第 2 行") as caught:
        phrases.parse(f"依法行政\n{line}\n")
    assert caught.value.line == 2
