"""Tables in a text scroll in themselves."""

import pytest
from django.utils.safestring import SafeString

from gongkai.portal.templatetags import portal


@pytest.mark.parametrize(
    ("body", "frames"),
    [
        ("<p>无表</p>", 0),
        ("<table><tr><td>1</td></tr></table>", 1),
        ("<table></table><p>x</p><TABLE class=a></TABLE>", 2),
        ("<table><tr><td><table></table></td></tr></table>", 1),
        ("<table><tr>", 1),
        ("</table>", 0),
        ("<tables>", 0),
    ],
)
def test_every_outer_table_has_one_frame(body, frames):
    framed = portal.scrolling_tables(SafeString(body))

    assert framed.count('<div class="tw"') == framed.count("</div>") == frames
    assert framed.count("tabindex") == frames
