"""The entrance of requests, the disclosure log and the ways in, as baked."""

import datetime

from gongkai.foi.models.handling import Relation
from gongkai.portal import queries
from gongkai.portal.pages import feeds
from tests.factories import clock
from tests.factories.foi import InfoRequestFactory, RelationFactory
from tests.foi import journey


def log(public_root) -> str:
    return (public_root / "requests/log/index.html").read_text(encoding="utf-8").replace("<wbr>", "")


def answered(item) -> None:
    """The item was once an answer to a request."""
    RelationFactory(
        info_request=InfoRequestFactory(), other=None, item=item, kind=Relation.Kind.PUBLISHED_AS, at=clock.NOW
    )


def test_an_answer_made_public_stands_in_the_log_and_leaves_it(city, hear, public_root) -> None:
    item = city.publish(title="答复公开：青石路片区改造施工合同")
    other = city.publish(title="与申请无关的通知")
    answered(item)

    hear(item, other)

    assert "青石路片区改造施工合同" in log(public_root) and "与申请无关" not in log(public_root)
    assert (public_root / "requests/log/feed.xml").exists()
    assert queries.totals([queries.ANSWERS]) == {"answers": 1}
    assert "1 件" in (public_root / "requests/index.html").read_text(encoding="utf-8")


def test_the_entrance_tells_channels_terms_fees_and_figures(city, hear, public_root) -> None:
    today = datetime.date.today()
    office = journey.office()
    office.received(today - datetime.timedelta(days=1))
    hear(city.publish())
    text = (public_root / "requests/index.html").read_text(encoding="utf-8")
    for words in ("当面提交", "20 个工作日", "第三十三条", "3000 元", "行政复议", "apply/?agency=housing"):
        assert words in text, words
    assert (public_root / "requests/form.docx").read_bytes().startswith(b"PK")


def test_home_agency_and_footer_lead_to_requests(city, hear, public_root) -> None:
    hear(city.publish())
    home = (public_root / "index.html").read_text(encoding="utf-8")
    assert home.count('href="/requests/"') >= 3
    assert 'href="/requests/status/"' in home
    agency = (public_root / "agencies/housing/index.html").read_text(encoding="utf-8")
    assert "/requests/apply/?agency=housing" in agency
    assert b"/requests/apply/" in (feeds.robots().content or b"")
