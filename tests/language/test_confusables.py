"""Wrong words are found, and the same characters in right words are left alone."""

import pytest

from gongkai.language import confusables

RIGHT = [
    "公布署名文件",
    "按排名先后",
    "按排放标准",
    "重复盖章",
    "预防犯罪",
    "拨付主任办公经费",
    "究竟争取什么",
    "上报消防部门",
    "一座落后的工厂",
    "过渡假期",
    "登记要求",
    "安排部署",
    "截至目前",
    "兑付市长质量奖奖金",
    "国防犯罪",
]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("统一按排资金", "按排", "安排"),
        ("截止到目前，共受理", "截止到目前", "截至目前"),
        ("会议记要如下", "会议记要", "会议纪要"),
        ("县人民政俯", "政俯", "政府"),
        ("付局长李某", "付局长", "副局长"),
        ("登录帐号", "帐号", "账号"),
    ],
)
def test_wrong_word_is_found_with_the_right_one(text: str, wrong: str, right: str) -> None:
    (found,) = confusables.find(text)
    assert (found.wrong, found.right, text[found.start : found.end]) == (wrong, right, wrong)


@pytest.mark.parametrize("text", RIGHT)
def test_right_words_of_the_same_characters_are_left_alone(text: str) -> None:
    assert confusables.find(text) == []


def test_no_right_form_is_itself_on_the_list() -> None:
    forms, rights = confusables._loaded()
    assert [right for right in rights.values() if forms.search(right)] == []


def test_an_offices_own_words_are_found_beside_the_list_and_never_twice() -> None:
    found = confusables.find("云洲市按排人员", more=[("云洲", "云州"), ("按排人", "安排人")])
    assert [(each.wrong, each.right) for each in found] == [("云洲", "云州"), ("按排", "安排")]


@pytest.mark.parametrize("line", ["单独一行", "错→", "→对", "字→字字", "一样→一样"])
def test_a_line_of_an_own_list_that_says_nothing_is_named(line: str) -> None:
    with pytest.raises(confusables.WrongList) as wrong:
        confusables.parse(f"# 说明\n\n云洲->云州\n{line}")
    assert wrong.value.line == 4
