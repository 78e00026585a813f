"""What pages tell: coverage, freshness, file names, crumbs."""

import datetime

import pytest

from gongkai.catalog import pages as catalog_pages
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.portal.pages import home, site
from gongkai.portal.tasks import following, whole
from tests.factories import clock
from tests.factories.catalog import ColumnFactory, ObligationFactory
from tests.portal.conftest import event


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("附表.xlsx", "附表.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        (".hidden", "hidden"),
        ("a/b\\c.pdf", "a_b_c.pdf"),
        ("", "file"),
        ("line\nbreak.txt", "line_break.txt"),
    ],
)
def test_file_names_are_made_safe(name, safe):
    assert item_pages.safe_name(name) == safe


def test_a_long_file_name_keeps_its_extension_and_fits_every_disk():
    safe = item_pages.safe_name("很" * 200 + ".docx")

    assert safe.endswith(".docx")
    assert len(safe.encode()) <= 200


def test_titles_break_between_words_only():
    assert str(pages.breakable("关于<印发>通知")).replace("<wbr>", "") == "关于&lt;印发&gt;通知"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("20-7", "《条例》第二十条第（七）项"),
        ("20-15", "《条例》第二十条第（十五）项"),
        ("21", "《条例》第二十一条"),
        ("x", ""),
    ],
)
def test_statutory_items_are_cited(code, words):
    assert catalog_pages.legal_basis(code) == words


@pytest.mark.parametrize(
    ("fresh_days", "days_ago", "shape"),
    [
        (30, 10, "ok"),
        (30, 24, "warn"),
        (30, 30, "warn"),
        (30, 31, "stop"),
        (None, 999, "ok"),
        (30, None, "stop"),
        (None, None, ""),
    ],
)
def test_freshness_on_a_day(fresh_days, days_ago, shape):
    last = None if days_ago is None else clock.TODAY - datetime.timedelta(days=days_ago)

    assert catalog_pages.freshness(fresh_days, last, on=clock.TODAY).tag.shape == shape


@pytest.mark.parametrize("cookie", ["dark", "dark-xl", "-l", "", "zz", "dark-", "dark-huge", "<script>"])
def test_wishes_are_read_or_ignored(cookie):
    view = site.wish(cookie)

    assert view.scheme in {"", *site.SCHEMES}
    assert view.size in {"", *site.SIZES}


def test_an_item_meets_the_duty_it_names_and_the_only_duty_of_its_column(city, hear):
    other = ColumnFactory(owner=city.bureau)
    alone = ObligationFactory(agency=city.bureau, column=city.inner)
    first, second = (ObligationFactory(agency=city.bureau, column=other) for _ in range(2))
    hear(city.publish(), city.publish(column=other, obligation=first))

    found = home.coverage_of(on=clock.TODAY)[city.bureau.pk]

    assert {duty.obligation.pk for duty in found.missing} == {second.pk}
    assert {duty.obligation.pk for duty in found.duties} == {alone.pk, first.pk, second.pk}


def test_gaps_are_shown_on_the_agency_and_on_the_front_page(city, hear, public_root):
    ObligationFactory(agency=city.bureau, column=city.inner, title="供热管网改造计划")
    following.hear([event("agency.contacts-edited", city.bureau.reference)])

    assert "供热管网改造计划" in (public_root / "agencies/housing/index.html").read_text()
    assert "供热管网改造计划" in (public_root / "gaps/index.html").read_text()
    assert "/gaps/" in (public_root / "index.html").read_text()


def test_the_turn_of_the_day_tells_what_became_overdue(city, hear, public_root):
    city.inner.fresh_days = 30
    city.inner.save()
    hear(city.publish())
    whole.bake_day(at=clock.NOW + datetime.timedelta(days=10))
    assert "tag--ok" in (public_root / "columns/rules/index.html").read_text()

    whole.bake_day(at=clock.NOW + datetime.timedelta(days=31))

    assert "tag--stop" in (public_root / "columns/rules/index.html").read_text()
