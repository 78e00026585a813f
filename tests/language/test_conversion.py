"""Simplified and traditional, phrase by phrase, with what must not change."""

import pytest

from gongkai.language import conversion

TO_HK = [
    ("政府信息公开", "政府信息公開"),
    ("发布头发", "發佈頭髮"),
    ("皇后之后", "皇后之後"),
    ("国办发〔2017〕47号文件", "国办发〔2017〕47号文件"),
    ("根据国办发〔2017〕47号", "根據国办发〔2017〕47号"),
    ("", ""),
    ("ABC 123", "ABC 123"),
    ("发布\ud800发布", "發佈\ud800發佈"),
]

PAGES = [
    (
        '<html lang="zh-Hans"><title>发布</title>',
        '<html lang="zh-Hant"><title>發佈</title>',
    ),
    (
        '<a href="/发布/" title="发布" data-name="发布" class="x">发布</a>',
        '<a href="/发布/" title="發佈" data-name="发布" class="x">發佈</a>',
    ),
    ("<img alt='头发' src='发.png'>", "<img alt='頭髮' src='发.png'>"),
    (
        '<input placeholder="请输入" value="发布" aria-label="检索">',
        '<input placeholder="請輸入" value="发布" aria-label="檢索">',
    ),
    ("<script>var a = '发布 < 1';</script>发布", "<script>var a = '发布 < 1';</script>發佈"),
    ("<!-- 发布 -->发布", "<!-- 发布 -->發佈"),
    ('<b translate="no">发布</b>发布', '<b translate="no">发布</b>發佈'),
    ("1 < 2 发布", "1 < 2 發佈"),
    ('<a title="1 > 0 发布">发布', '<a title="1 > 0 發佈">發佈'),
    ("<p>国办发〔2017〕47号</p>", "<p>国办发〔2017〕47号</p>"),
]


@pytest.mark.parametrize(("simplified", "traditional"), TO_HK, ids=ascii)
def test_text_becomes_traditional(simplified: str, traditional: str) -> None:
    assert conversion.to_traditional(simplified) == traditional


def test_taiwan_has_its_characters_and_keeps_the_words_of_papers() -> None:
    assert conversion.to_traditional("这里的信息文件", "tw") == "這裡的信息文件"


@pytest.mark.parametrize(
    ("traditional", "simplified"), [("政府資訊公開", "政府信息公开"), ("坪山區", "坪山区"), ("公开", "公开")]
)
def test_text_becomes_simplified_with_mainland_wording(traditional: str, simplified: str) -> None:
    assert conversion.to_simplified(traditional) == simplified


@pytest.mark.parametrize(("page", "converted"), PAGES)
def test_a_page_is_converted_where_people_read_it(page: str, converted: str) -> None:
    assert conversion.html_to_traditional(page) == converted
