"""How much two texts share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.language import similarity

SHARED = "坚持以公开为常态、不公开为例外，全面推进决策、执行、管理、服务、结果公开"


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        ("", "", 1.0, 1.0),
        ("，。", "！", 1.0, 1.0),
        ("政府信息公开", "", 0.0, 0.0),
        (SHARED, SHARED, 1.0, 1.0),
        ("政府信息公开年报", "政府信息公開年報。", 1.0, 1.0),
        (SHARED, SHARED[:-4], 0.8, 0.99),
        ("云州市财政局预算", "体育场馆开放时间", 0.0, 0.0),
        ("公开", "公开", 1.0, 1.0),
    ],
)
def test_ratio(a: str, b: str, low: float, high: float) -> None:
    assert low <= similarity.ratio(a, b) <= high


def test_a_copied_passage_is_found_in_spite_of_marks_and_script() -> None:
    a = f"去年总结。{SHARED}。其他。"
    b = f"今年：{SHARED.replace('、', '，').replace('开', '開')}！"
    passage = similarity.copied_passages(a, b)[0]
    assert a[passage.a_start : passage.a_end] == SHARED
    assert b[passage.b_start : passage.b_end].startswith("坚持以公開为常态")
    assert passage.length == sum(each.isalnum() for each in SHARED)


def test_a_short_phrase_is_not_copying() -> None:
    assert similarity.copied_passages("全面推进政务公开", "全面推进政务公开") == []
    assert similarity.copied_passages("全面推进政务公开", "全面推进政务公开", at_least=8) != []


def test_the_share_counts_letters_only() -> None:
    assert similarity.copied_share(SHARED, SHARED + "，，，") == 1.0
    assert similarity.copied_share(SHARED, "") == 0.0


def test_a_length_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        similarity.copied_passages("a", "a", at_least=0)


@given(a=st.text(alphabet="公开政府，a", max_size=80), b=st.text(alphabet="公开政府，a", max_size=80))
def test_passages_lie_inside_both_and_do_not_overlap(a: str, b: str) -> None:
    position = 0
    for each in similarity.copied_passages(a, b, at_least=4):
        assert 0 <= each.a_start < each.a_end <= len(a)
        assert position <= each.b_start < each.b_end <= len(b)
        position = each.b_end
    assert 0.0 <= similarity.ratio(a, b) <= 1.0
    assert similarity.ratio(a, b) == similarity.ratio(b, a)
