"""Editions of a page: links kept within, an English shell, what stays Chinese marked."""

import pytest

from gongkai.language import editions

BOOK = editions.Phrasebook.of(
    [
        ("Home", "首页"),
        ("Front page", "首页"),
        ("%(total)s in all", "共 %(total)s 件"),
        ("In force from {day}", "自 {day} 起施行"),
        ("{count} cases", "{count} 件"),
        ("Plain", "Plain"),
        ('Look in the <a href="/d/">directory</a>.', '到<a href="/d/">目录</a>里看看。'),
        (
            'The <a href="/a/">agency</a> has <b>%(days)s days</b>.',
            '<a href="/a/">机关</a>须在<b>%(days)s 天</b>内答复。',
        ),
    ]
)


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("/", "/en/"),
        ("/items/1/2.html", "/en/items/1/2.html"),
        ("/search/?q=a.b", "/en/search/?q=a.b"),
        ("/directory/#guide", "/en/directory/#guide"),
        ("/new/feed.xml", "/new/feed.xml"),
        ("/files/ab/x.pdf", "/files/ab/x.pdf"),
        ("/static/portal/a.css", "/static/portal/a.css"),
        ("/desk/", "/desk/"),
        ("/en/new/", "/en/new/"),
        ("/zh-hant/new/", "/zh-hant/new/"),
        ("https://example.org/", "https://example.org/"),
        ("#main", "#main"),
        ("", ""),
    ],
)
def test_an_address_of_a_page_lies_within_the_edition(address, inside):
    assert editions.within(address, "/en") == inside


def test_links_and_forms_are_kept_within_and_others_left():
    page = (
        '<link rel="canonical" href="/new/"><a href="/new/">a</a><a href="//else.where/">b</a>'
        '<a href="/en/new/" hreflang="en">c</a><form action="/search/"></form><button data-words="/aids/">d</button>'
        "<script>var a='<a href=\"/x/\">'</script>"
    )

    assert editions.links_within(page, "/zh-hant") == page.replace(
        '<a href="/new/"', '<a href="/zh-hant/new/"'
    ).replace('action="/search/"', 'action="/zh-hant/search/"').replace(
        'data-words="/aids/"', 'data-words="/zh-hant/aids/"'
    )


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("首页", "Home"),
        ("  首页\n", "Home"),
        ("共 12 件", "12 in all"),
        ("自 2026-01-01 起施行", "In force from 2026-01-01"),
        ("3 件", "3 cases"),
        # Too few fixed characters to say that what is filled in may be Chinese.
        ("部门文件", None),
        ("关于供热的通知", None),
        ("Plain", None),
        ("", None),
    ],
)
def test_sentences_of_the_shell_are_known_and_others_are_not(chinese, english):
    assert BOOK.english(chinese) == english


@pytest.mark.parametrize(
    ("page", "english"),
    [
        ('<html lang="zh-CN"><p>首页</p>', '<html lang="en"><p>Home</p>'),
        ("<h1>供热<wbr>办法</h1>", '<h1 lang="zh-Hans">供热<wbr>办法</h1>'),
        ("<p>供热 <b>办法</b></p>", '<p><span lang="zh-Hans">供热 </span><b lang="zh-Hans">办法</b></p>'),
        ('<a lang="ja">日本</a>', '<a lang="ja">日本</a>'),
        ('<input placeholder="首页" value="首页">', '<input placeholder="Home" value="首页">'),
        ('<i aria-label="供热"></i>', '<i aria-label="供热"></i>'),
        ("<script>首页</script><!-- 首页 -->", "<script>首页</script><!-- 首页 -->"),
        ("<textarea>首页</textarea>", "<textarea>首页</textarea>"),
        ("<p>English & more</p>", "<p>English & more</p>"),
        ("首页", "首页"),
        ("<p>首页", "<p>首页"),
        ('<p>到<a href="/d/">目录</a>里看看。</p>', '<p>Look in the <a href="/d/">directory</a>.</p>'),
        (
            '<li>\n<a href="/a/">机关</a>须在<b>{5} 天</b>内答复。<br>供热</li>',
            '<li>\nThe <a href="/a/">agency</a> has <b>{5} days</b>.<br><span lang="zh-Hans">供热</span></li>',
        ),
        (
            '<p>到<a href="/e/">目录</a>里看看。</p>',
            '<p><span lang="zh-Hans">到</span><a href="/e/" lang="zh-Hans">目录</a>'
            '<span lang="zh-Hans">里看看。</span></p>',
        ),
        ("<title>首页｜云州</title>", "<title>Home｜云州</title>"),
        ("<title>供热｜云州</title>", '<title lang="zh-Hans">供热｜云州</title>'),
        (
            "<p>自 2021 起施行\n  共 3 件　供热\n</p>",
            '<p>In force from 2021\n  3 in all　<span lang="zh-Hans">供热</span>\n</p>',
        ),
        ("<p>供热\n办法</p>", '<p lang="zh-Hans">供热\n办法</p>'),
        ('<meta name="Description" content="首页">', '<meta name="Description" content="Home">'),
        ('<meta name="ColumnName" content="首页">', '<meta name="ColumnName" content="首页">'),
        ("", ""),
    ],
)
def test_the_shell_is_english_and_chinese_is_marked(page, english):
    assert editions.to_english(page, BOOK) == english
