"""Web pages: what is seen is read, what is hidden or furniture is not, tables keep their spans."""

import pytest

from gongkai.documents import faults, reading
from gongkai.documents.header import reading as header_reading

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>云州市供热应急方案_云州市人民政府</title>
<meta name="SiteName" content="云州市人民政府"><meta name="ArticleTitle" content="云州市供热应急方案">
<meta name="PubDate" content="2021-06-10 09:00"><meta name="ContentSource" content="云州市城管局">
<script>document.write("秘密脚本")</script><style>p{color:red}</style></head><body>
<nav>首页 政务公开</nav><div class="top-nav">导航条</div>
<div style="display: none">看不见</div><p hidden>也看不见</p>
<table class="info"><tr><td><b>索&nbsp;引&nbsp;号：</b></td><td>YZ/2021-00077</td>
<td>发布机构：</td><td>云州市城管局</td></tr>
<tr><td>名　　称：</td><td colspan="3">云州市供热应急方案</td></tr>
<tr><td>文　　号：</td><td></td><td>成文日期：</td><td>2021-06-08</td></tr></table>
<h1>云州市供热应急方案</h1><div class="share">分享到：微信</div>
<div id="zoom"><p>&nbsp;&nbsp;&nbsp;&nbsp;一、总则</p><p>为做好<span>供热</span>工作，<br>制定本方案。</p>
<table border=1><tr><th rowspan="2">项目</th><th colspan="2">数量</th></tr><tr><td>上年</td><td>今年</td></tr>
<tr><td>供热</td><td>1</td><td>2<p>3</p></td></tr></table></div>
<footer>版权所有</footer></body></html>"""


def test_scripts_hidden_parts_and_furniture_are_dropped() -> None:
    document = reading.read(PAGE.encode(), name="a.html")

    for unseen in ("秘密脚本", "看不见", "导航条", "分享到", "版权所有", "color"):
        assert unseen not in document.text
        assert unseen not in document.html


def test_spans_are_resolved() -> None:
    document = reading.read(PAGE.encode(), name="a.html")

    table = document.tables[1]
    assert table.rows == (("项目", "数量", "数量"), ("项目", "上年", "今年"), ("供热", "1", "2\n3"))
    assert table.cells[0].rowspan == 2
    assert table.cells[0].is_header
    assert table.cells[-1].span is not None
    assert table.cells[-1].span.of(document.text) == "2 3"


def test_article_is_marked_and_rendered_clean() -> None:
    document = reading.read(PAGE.encode(), name="a.html")

    assert document.main is not None
    assert document.main.of(document.text).startswith("一、总则\n为做好供热工作，\n制定本方案。")
    assert document.html.startswith("<h2>一、总则</h2>")
    assert '<th rowspan="2">项目</th><th colspan="2">数量</th>' in document.html


def test_header_table_and_meta_tags_are_read() -> None:
    header = header_reading.read_header(reading.read(PAGE.encode(), name="a.html"))

    assert header.metadata() == {
        "title": "云州市供热应急方案",
        "publisher": "云州市城管局",
        "index_no": "YZ/2021-00077",
        "written_date": "2021-06-08",
        "publish_date": "2021-06-10 09:00",
        "source": "云州市城管局",
    }
    assert header.empty == ("doc_no",)
    assert header.fields["source"].origin == "meta"
    assert header.body.startswith("一、总则")


def test_charset_of_the_page_is_believed() -> None:
    page = PAGE.replace("utf-8", "gb2312").encode("gb18030")

    assert reading.read(page, name="a.html").properties["ArticleTitle"] == "云州市供热应急方案"


def test_table_that_only_frames_the_page_is_opened() -> None:
    page = "<table><tr><td><p>正文一段</p><table><tr><td>甲</td><td>1</td></tr></table></td></tr></table>"

    document = reading.read(page.encode(), name="a.html")

    assert [block.kind for block in document.blocks] == ["paragraph", "table"]
    assert document.tables[0].rows == (("甲", "1"),)


def test_table_inside_a_cell_of_a_data_table_comes_after_it() -> None:
    page = "<table><tr><td>外</td><td>1</td></tr>"
    page += "<tr><td>内</td><td>2<table><tr><td>甲</td><td>3</td></tr></table></td></tr></table>"

    document = reading.read(page.encode(), name="a.html")

    assert document.tables[0].rows == (("外", "1"), ("内", "2"))
    assert document.tables[1].rows == (("甲", "3"),)


@pytest.mark.parametrize(
    "page",
    [
        "<ul><li><b>索引号</b><span>YZ/2021-7</span></li><li><b>发布机构</b><span>云州市水务局</span></li></ul>",
        "<dl><dt>索引号</dt><dd>YZ/2021-7</dd><dt>文号</dt><dd></dd><dt>发布机构</dt><dd>云州市水务局</dd></dl>",
        "<p><span>索引号：</span><span>YZ/2021-7</span></p><p><span>发布机构：</span>云州市水务局</p>",
        "<div>索引号：YZ/2021-7<br>发布机构：云州市水务局</div>",
        "<table><tr><th>索引号</th><th>发布机构</th></tr><tr><td>YZ/2021-7</td><td>云州市水务局</td></tr></table>",
        "<table><tr><td>索引号：YZ/2021-7</td><td>发布机构：云州市水务局</td></tr></table>",
    ],
)
def test_header_is_read_from_every_markup(page: str) -> None:
    whole = f"<html><body>{page}<h1>云州市供水办法</h1><p>第一条 为了供水，制定本办法。</p></body></html>"

    header = header_reading.read_header(reading.read(whole.encode(), name="a.html"))

    assert header.metadata() == {"index_no": "YZ/2021-7", "publisher": "云州市水务局", "title": "云州市供水办法"}


@pytest.mark.parametrize("page", ["<html><body><script>x</script></body></html>", "<html></html>"])
def test_page_without_anything_to_see_is_refused(page: str) -> None:
    with pytest.raises(faults.EmptyFile):
        reading.read(page.encode(), name="a.html")


def test_deeply_nested_and_unclosed_markup_is_read() -> None:
    page = "<html><body>" + "<div><span>" * 800 + "深处的文字" + "<table><tr><td>甲<td>1<tr><td>乙<td>2"

    assert "深处的文字" in reading.read(page.encode(), name="a.html").text


def test_absurd_spans_do_not_grow_the_grid() -> None:
    page = "<table><tr><td colspan=9999 rowspan=9999>甲</td><td>1</td></tr><tr><td>2</td></tr></table>"

    assert reading.read(page.encode(), name="a.html").tables[0].width <= 1_002
