"""Judged queries: what a reader expects first. This set decides about ranking, not taste."""

from collections.abc import Callable

import pytest

from tests.search import town as towns

pytestmark = pytest.mark.django_db

JUDGED = [
    ("老旧小区改造 资金", "办法"),
    ("老旧小区改造资金使用管理暂行规定", "暂行规定"),
    ("旧改", "旧改计划"),
    ("舊改計劃", "旧改计划"),
    ("三公经费", "三公"),
    ("公务接待费", "接待"),
    ("部门预算", "预算"),
    ("2024年决算", "决算"),
    ("双公示", "双公示"),
    ("行政许可公示", "许可公示"),
    ("依申请公开", "依申请"),
    ("政府信息公开年度报告", "年报"),
    ("坪山區", "坪山"),
    ("云政办发〔2026〕41号", "办法"),
    ("云政发[2025]7号", "信息化"),
    ("云政办发（2021）第19号", "暂行规定"),
    ("義務教育招生", "学区"),
    ("低保标准", "低保"),
    ("政采结果", "采购"),
    ("政務資訊化", "信息化"),
    ("采石场", "石二"),
    ("供水改造", "供水"),
    ("天气通报", "天气"),
    ("废止文件", "废止"),
]


@pytest.fixture
def town(town_to_read: towns.Town) -> towns.Town:
    """Nothing here changes the town."""
    return town_to_read


@pytest.mark.parametrize(("text", "first"), JUDGED, ids=[text for text, _first in JUDGED])
def test_what_is_expected_comes_first(keys: Callable[..., list[str]], text: str, first: str) -> None:
    assert keys(text)[:1] == [first]
