"""The update ledger, and the page of the design."""

import pytest

from gongkai.core import pages
from gongkai.portal.pages import design, ledger
from gongkai.portal.pages import site as site_pages
from tests.factories import clock
from tests.factories.disclosures import EndingFactory

pytestmark = pytest.mark.django_db


def test_acts_are_listed_newest_first_and_what_was_withdrawn_without_its_text(city, django_assert_max_num_queries):
    first, second = city.publish(title="第一号"), city.publish(title="第二号")
    gone = city.publish(title="第三号")
    EndingFactory(item=gone, kind="withdraw", title_shown=False)
    type(gone).objects.filter(pk=gone.pk).update(state="withdrawn", public_revision=None)

    with django_assert_max_num_queries(8):
        page = ledger.ledger_page(on=clock.TODAY)
    acts = {act.address: act for act in page.context["acts"]}
    assert {act.title for act in acts.values()} >= {first.public_revision.title, second.public_revision.title}
    stone = next(act for address, act in acts.items() if str(gone.pk) in address)
    assert (stone.tag.shape, "第三号" in stone.title) == ("stop", False)


def test_the_ledger_of_an_empty_site_says_so(db):
    page = ledger.ledger_page(on=clock.TODAY)
    assert page.context["acts"] == []
    assert 'class="empty"' in pages.render(page, site_pages.common()).decode()


def test_the_design_is_printed_by_the_real_templates(db):
    html = pages.render(design.design_page(), site_pages.common()).decode()

    assert html.count("<h1") == 1
    assert 'class="entry"' in html
    assert all(f"--{name}" in html for name in design.COLOURS)
    assert "style=" not in html
