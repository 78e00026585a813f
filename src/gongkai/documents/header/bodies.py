"""Where the document proper begins behind its header, and where the page goes on after it."""

import re

from gongkai.documents import paper
from gongkai.documents.header import labels, lines, view
from gongkai.rules import document_numbers

_PAGE_END = re.compile(
    r"^(?:【?(?:打印|关闭|收藏|返回)|扫一扫|手机扫|上一篇\s?[::]|下一篇\s?[::]|上一条|下一条|相关(?:链接|阅读|新闻|稿件)|分享到|版权所有|"
    r"网站标识码|主办(?:单位)?\s?[::]|承办(?:单位)?\s?[::]|技术支持|网站地图|关于我们|联系我们|责任编辑\s?[::]|[一-龥]?icp备|[一-龥]公网安备)"
)
_FURNITURE = re.compile(
    r"https?:|www\.|icp备|网站标识码|版权所有|主办(?:单位)?\s?:|承办(?:单位)?\s?:|浏览器|分辨率|无障碍|长者模式|适老版|^字体|^字号|^【?字体|"
    r"^分享(?:到|至)?\s?:?$|分享到|^下载地址|点击此处下载|^详细信息$|^公开具体内容$|^信息内容$|^正文$|^浏览量|严禁上网|^打印|^\W*$"
)
_LAST_LINES = 14
_LONGEST_FURNITURE = 90
_LONGEST_TITLE = 400
_MOST_REPEATS = 60


def find(
    document: paper.Document,
    page: view.View,
    *,
    ends: list[int],
    running_text: int,
    repeated: list[str],
    has_title: bool,
) -> paper.Span:
    """The span of the body in the document's text.

    It begins behind the last header line (`ends`), behind page furniture, and behind a title and document number
    that are only `repeated` there; it ends before the page's own footer.
    """
    start = max((end for end in ends if end <= len(page.text)), default=0)
    if not ends or (not has_title and start < running_text and _is_furniture_only(page, start, running_text)):
        start = running_text
    start = _behind_repeats(page, start, "".join(map(_plain, repeated)))
    end = _before_footer(page, start)
    first, last = page.span(start, start).start, page.span(end, end).start
    if document.main and document.main.start >= first:
        return document.main
    if document.main and first < document.main.end < last:
        last = document.main.end
    return paper.Span(first, max(first, last))


def _plain(text: str) -> str:
    folded = view.of(text).text
    return re.sub(r"[\s《》〈〉“”\"]", "", folded)


def _is_furniture_only(page: view.View, start: int, end: int) -> bool:
    return all(
        line.is_blank or _is_furniture(line.text) or len(line.text.strip()) < 16
        for line in page.lines
        if start <= line.start < end
    )


def _is_furniture(text: str) -> bool:
    return len(text) < _LONGEST_FURNITURE and (bool(_FURNITURE.search(text.strip())) or lines.is_crumb(text))


def _behind_repeats(page: view.View, start: int, repeated: str) -> int:
    agency = labels.table().agency
    shown = [line for line in page.lines if not line.is_blank]
    following = dict(zip((line.number for line in shown), shown[1:], strict=False))
    passed = 0
    for line in page.lines:
        if line.end <= start:
            continue
        passed += 1
        if passed > _MOST_REPEATS:
            break
        rest = page.text[max(line.start, start) : line.end]
        plain = _plain(rest[:_LONGEST_TITLE])
        number = document_numbers.find_all(rest.strip()[:60])
        is_number = bool(number) and number[0].start == 0 and number[0].end == len(rest.strip())
        is_repeat = len(plain) > 2 and plain in repeated
        below = following.get(line.number)
        is_letterhead = (
            below is not None
            and len(rest) < _LONGEST_TITLE
            and bool(agency.fullmatch(rest.strip()))
            and _plain(below.text) in repeated
        )
        if not plain or is_repeat or is_number or is_letterhead or _is_furniture(rest):
            start = min(line.end + 1, len(page.text))
            continue
        if number and number[0].start == 0 and labels.compact(rest[: number[0].end]) in repeated:
            lead = len(rest) - len(rest.lstrip())
            return max(line.start, start) + lead + number[0].end
        return max(line.start, start)
    return min(start, len(page.text))


def _before_footer(page: view.View, start: int) -> int:
    shown = [line for line in page.lines if line.start >= start and not line.is_blank]
    for line in shown[max(1, len(shown) - _LAST_LINES) :]:
        if _PAGE_END.match(line.text.strip()):
            return line.start
    return len(page.text)
