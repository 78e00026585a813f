"""Addresses that moved: merged columns, old sites; baked pages that lead on, and what the server answers."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from gongkai.catalog.actions import columns
from gongkai.catalog.models import Column
from gongkai.portal.actions import redirecting, walking
from gongkai.portal.models import BakedFile, Redirect
from gongkai.portal.tasks import following, moving
from tests.factories import clock
from tests.factories.catalog import ColumnFactory
from tests.factories.portal import BakedFileFactory, RedirectFactory
from tests.portal.conftest import City, event

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "person:1", "at": clock.NOW}


def keep(**targets: str) -> list[Redirect]:
    paths = {f"{name}.html": target for name, target in targets.items()}
    return redirecting.keep(targets=paths, reason="旧网站", **WHO)


def merge(city: City) -> Column:
    """The inner column goes into another one beside it."""
    other = ColumnFactory(slug="notices", name="通知公告", parent=city.column, owner=city.bureau)
    columns.merge_column(column=city.inner, into=other, on=clock.TODAY, **WHO)
    return other


def tell(city: City) -> None:
    heard = [event("column.merged", city.inner.reference)]
    following.hear(heard)
    moving.hear(heard)


def faults_of_moved(root: Path) -> list[str]:
    """What a walk finds wrong with old addresses, or with links to them."""
    words = [each.words for each in walking.walk(root)[0]]
    return [
        each for each in words if "columns/rules" in each or "info/" in each or "columns/notices" in each.split(":")[1]
    ]


def test_items_of_a_merged_column_keep_their_address_and_stand_in_the_other(city: City, public_root: Path) -> None:
    item = city.publish()
    address = f"/items/{item.pk // 1000}/{item.pk}.html"
    call_command("bake")
    other = merge(city)
    tell(city)
    page = (public_root / address[1:]).read_text()
    assert f"/columns/{other.slug}/" in page and "/columns/rules/" not in page
    assert address in (public_root / "columns/notices/index.html").read_text()
    assert address in (public_root / "agencies/housing/columns/notices/index.html").read_text()


def test_every_page_of_a_merged_column_leads_on(city: City, public_root: Path) -> None:
    for _ in range(65):
        city.publish()
    call_command("bake")
    merge(city)
    tell(city)
    for path, target in {
        "columns/rules/index.html": "/columns/notices/",
        "columns/rules/p1.html": "/columns/notices/",
        "agencies/housing/columns/rules/index.html": "/agencies/housing/columns/notices/",
    }.items():
        text = (public_root / path).read_text()
        assert f"<!--moved:{target}-->" in text and f'href="{target}"' in text, path
    assert not (public_root / "columns/rules/feed.xml").exists()
    assert '"/columns/rules/feed.xml" "/columns/notices/feed.xml";' in (Path(settings.HOME) / moving.MAP).read_text()


def test_a_portal_with_old_addresses_is_whole_and_every_link_resolves(
    city: City, public_root: Path, tmp_path: Path
) -> None:
    city.publish()
    call_command("bake")
    merge(city)
    tell(city)
    keep(**{"info/5349/59093": "/columns/notices/"})
    for _ in range(2):
        assert faults_of_moved(public_root) == []
        call_command("bake", verify=True)
        call_command("bake")
    assert BakedFile.objects.filter(path="info/5349/59093.html").exists()
    call_command("bake", to=tmp_path / "far")
    assert "moved:/columns/notices/" in (tmp_path / "far/columns/rules/index.html").read_text()
    assert "columns/rules" not in (tmp_path / "far/sitemaps/lists.xml").read_text()


def test_the_application_leads_on_from_addresses_that_are_no_file(client: Any) -> None:
    RedirectFactory(path="show.php?id=77596", target="/columns/notices/")
    RedirectFactory(path="old/index.html", target="/directory/")
    for address, target in (("/show.php?id=77596", "/columns/notices/"), ("/old/", "/directory/")):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, target)
    assert client.get("/show.php?id=1").status_code == 404


def test_a_chain_of_moves_leads_straight_to_its_end_and_never_in_a_circle() -> None:
    keep(a="/b.html")
    keep(b="/c.html")
    assert dict(Redirect.objects.values_list("path", "target")) == {"a.html": "/c.html", "b.html": "/c.html"}
    with pytest.raises(redirecting.Refused):
        keep(c="/a.html")
    with pytest.raises(redirecting.Refused):
        keep(d="/d.html")


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "relative/", "/../etc", ""])
def test_no_old_address_leads_out_of_the_site(target: str) -> None:
    with pytest.raises(redirecting.Refused):
        keep(a=target)


@pytest.mark.parametrize(
    "address",
    ["/desk/items/", "/api/v1/items", "/search/", "/.hidden", "/a/../b", "/a//b", "/files/x.pdf", "/" + "x" * 400],
)
def test_what_the_application_answers_is_never_an_old_address(address: str) -> None:
    with pytest.raises(redirecting.Refused):
        redirecting.path_of(address)


def test_an_address_where_something_stands_again_shows_that(public_root: Path) -> None:
    BakedFileFactory(path="info/1.html", about="item:1")
    keep(**{"info/1": "/directory/"})
    moving.hear([event("redirects.kept", "redirects")])
    assert not (public_root / "info/1.html").exists()


def test_a_redirect_taken_away_takes_its_page_along(public_root: Path) -> None:
    (row,) = keep(**{"info/1": "/directory/"})
    moving.hear([event("redirects.kept", "redirects")])
    assert (public_root / "info/1.html").exists()
    redirecting.remove(redirect=row, **WHO)
    moving.hear([event("redirects.removed", "redirects")])
    assert not (public_root / "info/1.html").exists()
