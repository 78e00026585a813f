"""The directory in the desk: columns, duties, vocabularies, index numbers, and what a stranger is refused."""

import pytest
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.catalog import queries
from gongkai.catalog.models import Column, IndexTemplate, Obligation, Vocabulary
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.catalog import ColumnFactory, ObligationFactory, VocabularyFactory
from tests.factories.orgs import AgencyFactory


@pytest.fixture
def place(db, client):
    """A bureau's disclosure office signed in, with a column; a stranger's column beside it."""
    root = AgencyFactory(division_code="990100")
    bureau, other = AgencyFactory(parent=root, division_code="990102"), AgencyFactory(parent=root)
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, bureau, with_subtree=True))
    return {
        "root": root,
        "bureau": bureau,
        "other": other,
        "mine": ColumnFactory(owner=bureau, name="住房保障", legal_item="12"),
        "foreign": ColumnFactory(owner=other, name="预算决算"),
    }


def _column(place, **changes):
    data = {"name": "保障房", "slug": "housing", "block": "statutory", "kind": "notice", "owner": place["bureau"].pk}
    return data | {"position": 10, "parent": place["mine"].pk, **changes}


def test_the_tree_of_columns_is_one_for_all_and_leads_only_to_ones_own(client, place, django_assert_max_num_queries):
    for _ in range(10):
        ColumnFactory(parent=place["mine"], owner=place["bureau"])
    with django_assert_max_num_queries(12):
        text = client.get(reverse("catalog:columns")).content.decode()
    assert "预算决算" in text
    assert reverse("catalog:column", args=[place["mine"].pk]) in text
    assert reverse("catalog:column", args=[place["foreign"].pk]) not in text


def test_a_column_is_opened_edited_moved_and_closed(client, place):
    client.post(reverse("catalog:new"), _column(place, fresh_days=14))
    made = Column.objects.get(slug="housing")
    assert (made.parent, made.fresh_days) == (place["mine"], 14)
    client.post(reverse("catalog:column", args=[made.pk]), _column(place, name="公租房"))
    client.post(reverse("catalog:move", args=[made.pk]), {"parent": ""})
    made.refresh_from_db()
    assert (made.name, made.parent, made.slug) == ("公租房", None, "housing")
    client.post(reverse("catalog:close", args=[made.pk]))
    made.refresh_from_db()
    assert made.closed_on
    client.post(reverse("catalog:close", args=[made.pk]), {"open": "1"})
    made.refresh_from_db()
    assert made.closed_on is None


def test_a_column_form_says_what_is_wrong_where(client, place):
    client.post(reverse("catalog:new"), _column(place))
    for changes, field in (({"slug": "housing"}, "slug"), ({"slug": "x y"}, "slug"), ({"slug": "b"}, "name")):
        answer = client.post(reverse("catalog:new"), _column(place, **changes))
        assert field in answer.context["form"].errors
    answer = client.post(reverse("catalog:new"), _column(place, owner=place["other"].pk, slug="c", name="别的"))
    assert "owner" in answer.context["form"].errors


@pytest.mark.parametrize("name", ["column", "move", "close"])
def test_a_strangers_column_is_left_alone(client, place, name):
    url = reverse(f"catalog:{name}", args=[place["foreign"].pk])
    assert client.post(url, _column(place)).status_code == 403
    assert Column.objects.get(pk=place["foreign"].pk).name == "预算决算"


def test_closing_a_column_with_open_ones_below_is_refused_in_words(client, place):
    ColumnFactory(parent=place["mine"], owner=place["bureau"])
    answer = client.post(reverse("catalog:close", args=[place["mine"].pk]), follow=True)
    assert Column.objects.get(pk=place["mine"].pk).closed_on is None
    assert list(answer.context["messages"])


def test_the_basic_directory_is_taken_over_for_ones_own_agency_only(client, place):
    client.post(reverse("catalog:take-over"), {"agency": place["bureau"].pk})
    assert Obligation.objects.filter(agency=place["bureau"], legal_item="12").exists()
    assert client.post(reverse("catalog:take-over"), {"agency": place["other"].pk}).status_code == 404
    assert client.post(reverse("catalog:take-over"), {}).status_code == 404


def test_duties_are_listed_edited_and_ended_within_scope(client, place):
    duty = ObligationFactory(agency=place["bureau"], column=place["mine"], title="公租房分配结果")
    foreign = ObligationFactory(agency=place["other"], title="预算")
    text = client.get(reverse("catalog:duties"), {"agency": place["bureau"].pk}).content.decode()
    assert "公租房分配结果" in text
    url = reverse("catalog:duty", args=[duty.pk])
    data = {
        "title": "分配结果",
        "basis": "第二十条",
        "column": place["mine"].pk,
        "channel": "政府网站",
        "fresh_days": 90,
    }
    client.post(url, data)
    duty.refresh_from_db()
    assert (duty.title, duty.fresh_days) == ("分配结果", 90)
    client.post(url, {"end": "1"})
    duty.refresh_from_db()
    assert duty.ended_on
    assert client.get(reverse("catalog:duty", args=[foreign.pk])).status_code == 404
    assert "预算" not in client.get(reverse("catalog:duties")).context["lines"].__repr__()


def test_vocabularies_are_read_by_all_and_kept_at_the_top(client, place):
    VocabularyFactory(code="topics-x")
    assert client.get(reverse("catalog:vocabularies")).status_code == 200
    assert client.get(reverse("catalog:vocabulary", args=["topics-x", 1])).status_code == 200
    assert client.post(reverse("catalog:load")).status_code == 403
    assert client.get(reverse("catalog:new-version", args=["topics-x"])).status_code == 403

    client.force_login(person_with(Role.OPERATOR, place["root"], with_subtree=True))
    client.post(reverse("catalog:load"))
    assert Vocabulary.objects.filter(code="topics", version=1).exists()
    url = reverse("catalog:new-version", args=["topics"])
    assert "综合政务" in client.get(url).content.decode()
    answer = client.post(url, {"title": "主题", "since": "2027-01-01", "words": "01 甲\n0101 甲一 99"})
    assert answer.context["form"].errors["words"]
    answer = client.post(url, {"title": "主题", "since": "2027-01-01", "words": "one"})
    assert answer.context["form"].errors["words"]
    client.post(url, {"title": "主题", "since": "2027-01-01", "words": "01 甲\n0101 甲一 01"})
    assert Vocabulary.objects.get(code="topics", version=2).terms.count() == 2


def test_an_index_template_shows_its_example_before_it_is_set(client, place):
    url = reverse("catalog:templates")
    data = {"agency": place["bureau"].pk, "template": "{division}/{yyyy}-{serial:05d}", "since": "2026-03-02"}
    answer = client.post(url, data | {"try": "1"})
    assert answer.context["example"].startswith("990102/")
    assert not IndexTemplate.objects.exists()
    client.post(url, data)
    assert queries.index_template(place["bureau"], on=clock.TODAY) == data["template"]
    assert client.get(url).status_code == 200

    answer = client.post(url, data | {"template": "{nothing}", "try": "1"})
    assert answer.context["fault"]
    assert client.post(url, data | {"template": "{nothing}"}).context["form"].errors["template"]
    assert client.post(url, data | {"agency": place["other"].pk}).context["form"].errors["agency"]
    assert client.post(url, data | {"agency": ""}).context["form"].errors["agency"]


def test_a_reader_keeps_nothing(client, place):
    duty = ObligationFactory(agency=place["bureau"], column=place["mine"])
    client.force_login(person_with(Role.OFFICER, place["bureau"], with_subtree=True))
    for url in (
        reverse("catalog:new"),
        reverse("catalog:column", args=[place["mine"].pk]),
        reverse("catalog:move", args=[place["mine"].pk]),
        reverse("catalog:close", args=[place["mine"].pk]),
        reverse("catalog:take-over"),
        reverse("catalog:duty", args=[duty.pk]),
        reverse("catalog:load"),
        reverse("catalog:new-version", args=["topics"]),
    ):
        assert client.post(url, {}).status_code == 403
    for name in ("columns", "duties", "vocabularies", "templates"):
        assert client.get(reverse(f"catalog:{name}")).status_code == 200
    data = {"agency": place["bureau"].pk, "template": "{division}-{serial}", "since": "2026-03-02"}
    client.post(reverse("catalog:templates"), data)
    assert not IndexTemplate.objects.exists()


@pytest.mark.django_db
def test_somebody_signed_out_is_sent_to_sign_in(client):
    for name in ("columns", "duties", "vocabularies", "templates", "new"):
        assert client.get(reverse(f"catalog:{name}")).url.startswith(reverse("account_login"))
