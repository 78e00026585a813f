"""HTML is cleaned to the allowed elements, keeps its text, and stays as it is when cleaned again."""

import re

import hypothesis
import hypothesis.strategies
import pytest

from gongkai.documents import cleaning

# fmt: off
PIECES = (
    "<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<b>", "</b>", "<a href='x'>",
    "</a>",
    "<ul>", "<li>", "</ul>", "字", " ", "&nbsp;", "&lt;", "<br>", "<script>", "</script>", "<svg>", "<math>", "<style>",
    "<img src='/a' onerror='x'>", "<h1>", "</h1>", "<!--", "-->",
)
# fmt: on


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>正文<script>alert(1)</script></p>", "<p>正文</p>"),
        ('<p onclick="x()" style="color:red" class="a" id="b">正文</p>', "<p>正文</p>"),
        ("<h1>题</h1><h6>小题</h6>", "<h2>题</h2><h4>小题</h4>"),
        ("<b>粗</b><i>斜</i>", "<p><strong>粗</strong><em>斜</em></p>"),
        ("<div>一<div>二</div>三</div>", "<p>一</p><p>二</p><p>三</p>"),
        ('<a href="javascript:alert(1)">甲</a>', "<p>甲</p>"),
        ('<a href="java\tscript:alert(1)">甲</a>', "<p>甲</p>"),
        ('<a href="//evil.example/x">甲</a>', "<p>甲</p>"),
        ('<img src="data:image/png;base64,AA"><img src="https://evil.example/x.png">', ""),
        ('<img src="/files/1.png" alt="图" onerror="x()">', '<p><img src="/files/1.png" alt="图"></p>'),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>", ""),
        ("<iframe src='//evil'></iframe><object></object><form><input></form>正文", "<p>正文</p>"),
        ("<p>&nbsp;</p><p><span></span></p><p>　　首行缩进</p>", "<p>首行缩进</p>"),
        ('<p class="MsoNormal"><span lang="EN-US">字<o:p></o:p></span></p>', "<p>字</p>"),
        ("<!--[if gte mso 9]><xml>秘</xml><![endif]--><p>字</p>", "<p>字</p>"),
        ("纯文字 & <未闭合", "<p>纯文字 &amp; &lt;未闭合</p>"),
        ("   ", ""),
    ],
)
def test_only_allowed_markup_remains(dirty: str, clean: str) -> None:
    assert cleaning.clean_html(dirty) == clean


def test_links_of_the_web_mail_and_the_own_site_stay() -> None:
    clean = cleaning.clean_html(
        '<p><a href="https://www.example.cn/a?b=1:2">甲</a><a href="mailto:a@b.cn">乙</a><a href="/c">丙</a></p>'
    )

    assert re.findall(r'href="([^"]+)"', clean) == ["https://www.example.cn/a?b=1:2", "mailto:a@b.cn", "/c"]
    assert clean.count('rel="noopener noreferrer"') == 3


def test_tables_keep_spans_and_scope_only() -> None:
    clean = cleaning.clean_html(
        '<table border="1"><caption>表</caption><tr><th scope="col" width="9">甲</th></tr>'
        '<tr><td colspan="2" style="x">1</td><td rowspan="99999">2</td></tr></table>'
    )

    assert clean == (
        '<table><caption>表</caption><tbody><tr><th scope="col">甲</th></tr>'
        '<tr><td colspan="2">1</td><td>2</td></tr></tbody></table>'
    )


def test_text_of_a_page_has_a_line_for_each_paragraph_and_row() -> None:
    text = cleaning.text_of(
        "<h2>题</h2><p>一<br>二</p><table><tr><td>甲</td><td><p>1</p></td></tr></table><script>x</script>"
    )

    assert text == "题\n一\n二\n甲\t1"


def test_plain_text_becomes_paragraphs_and_headings() -> None:
    assert (
        cleaning.plain_to_html("一、总则\n\n　　为了 <公开>，制定本办法。")
        == "<h2>一、总则</h2>\n<p>为了 &lt;公开&gt;，制定本办法。</p>"
    )


@hypothesis.settings(max_examples=150, deadline=None)
@hypothesis.given(
    hypothesis.strategies.lists(
        hypothesis.strategies.sampled_from(PIECES),
        max_size=24,
    ).map("".join)
)
def test_cleaning_is_safe_and_stable(html: str) -> None:
    once = cleaning.clean_html(html)

    assert {tag.lower() for tag in re.findall(r"</?([a-zA-Z][\w:]*)", once)} <= cleaning.TAGS
    assert "onerror" not in once
    assert cleaning.clean_html(once) == once
