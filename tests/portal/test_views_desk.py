"""The desk's part of the portal: days of mourning and the reports of readers."""

import pytest

from gongkai.accounts.models import Role
from gongkai.portal.models import Mourning, Problem
from tests.factories.accounts import person_with
from tests.factories.portal import MourningFactory, ProblemFactory, VerdictFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, city):
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, city.government, with_subtree=True))
    return client


def test_days_are_entered_and_lifted(office):
    answer = office.post(
        "/desk/site/mourning/", {"first_on": "2026-12-13", "last_on": "2026-12-13", "reason": "国家公祭日"}
    )
    row = Mourning.objects.get()
    office.post(f"/desk/site/mourning/{row.pk}/lift/")

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.lifted_at is not None
    assert "国家公祭日" in office.get("/desk/site/mourning/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"last_on": "2026-12-12"}, {"first_on": ""}, {"reason": ""}, {"first_on": "13 December"}]
)
def test_wrong_days_are_said(office, wrong):
    data = {"first_on": "2026-12-13", "last_on": "2026-12-13", "reason": "国家公祭日", **wrong}

    assert office.post("/desk/site/mourning/", data).status_code == 422
    assert not Mourning.objects.exists()


def test_colour_is_decided_at_the_top_only(client, city):
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, city.bureau, with_subtree=True))

    assert client.get("/desk/site/mourning/").status_code == 403
    assert client.post(f"/desk/site/mourning/{MourningFactory().pk}/lift/").status_code == 403


def test_reports_are_listed_and_answered(office, city, django_assert_max_num_queries):
    row = ProblemFactory(agency=city.bureau)
    VerdictFactory(path="/columns/rules/")
    ProblemFactory(words="别处的")

    with django_assert_max_num_queries(12):
        page = office.get("/desk/site/problems/").content.decode()
    assert row.words in page
    assert "别处的" not in page
    with django_assert_max_num_queries(12):
        assert office.get(f"/desk/site/problems/{row.pk}/").status_code == 200
    assert office.post(f"/desk/site/problems/{row.pk}/", {"words": ""}).status_code == 422
    assert office.post(f"/desk/site/problems/{row.pk}/", {"words": "已改正。"}).status_code == 302
    assert Problem.objects.get(pk=row.pk).answer == "已改正。"
    # A second answer is refused with a word.
    assert office.post(f"/desk/site/problems/{row.pk}/", {"words": "再答"}).status_code == 302
    assert Problem.objects.get(pk=row.pk).answer == "已改正。"
