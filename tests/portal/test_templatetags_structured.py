"""What lists of results say about a page: its summary, else the beginning of its text, else its name."""

from types import SimpleNamespace as Row
from typing import Any

import pytest
from django.template import Context
from django.utils import translation

from gongkai.core import pages
from gongkai.portal.templatetags import structured

SITE = Row(name="云州市政府信息公开", owner=Row(name="云州市人民政府"))
ITEM = {"item": Row()}


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ({"is_home": True}, "查找、阅读云州市人民政府公开的政府信息；没有找到的，可以申请公开。"),
        ({**ITEM, "revision": Row(summary="收费时段调整。", body="<p>甲</p>")}, "收费时段调整。"),
        ({**ITEM, "revision": Row(summary="", body="<h2>一</h2>\n<p>甲 &amp; 乙</p>")}, "一 甲 & 乙"),
        ({**ITEM, "revision": Row(summary="", body=f"<p>{'长' * 500}</p>")}, "长" * 119 + "…"),
        ({**ITEM, "revision": Row(summary="", body=""), "page_title": "某通告"}, "某通告，由云州市人民政府公开。"),
        ({"column": Row(description="市政府制发的文件。")}, "市政府制发的文件。"),
        ({"column": Row(description=""), "page_title": "规范性文件"}, "规范性文件，由云州市人民政府公开。"),
        ({"head": Row(intro="按公开时间排列")}, "按公开时间排列"),
        ({"page_title": "2025年年度报告", "revision": Row()}, "2025年年度报告，由云州市人民政府公开。"),
        ({}, "云州市政府信息公开，由云州市人民政府公开。"),
        ({"site": Row(name="云州", owner=None), "page_title": "帮助"}, "帮助，由云州公开。"),
    ],
)
def test_a_page_is_described_by_what_it_holds(page: dict[str, Any], words: str) -> None:
    with translation.override(pages.LANGUAGE):
        assert structured.described(Context({"site": SITE, **page})) == words
