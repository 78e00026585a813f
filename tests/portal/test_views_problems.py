"""What readers say about pages: reports with a code and an answer, verdicts without anybody."""

import re

import pytest

from gongkai.core.models import Tally
from gongkai.portal.actions import problems
from gongkai.portal.models import Problem, Verdict
from tests.factories import clock
from tests.factories.portal import ProblemFactory

pytestmark = pytest.mark.django_db
NUMBERS = "零一二三四五六七八九"


def filled(client, **changed):
    """The form as it comes, with the sum done."""
    page = client.get("/problems/new/", {"page": changed.get("page", "/columns/rules/")}).content.decode()
    token = re.search(r'name="question" value="([^"]+)"', page)[1]
    first, second = re.search(r"(.)加(.)等于几", page).groups()
    answer = NUMBERS.index(first) + NUMBERS.index(second)
    return {
        "kind": "link", "words": "第三个表打不开", "page": "/columns/rules/", "answer": str(answer), "question": token,
        **changed,
    }  # fmt: skip


def test_a_report_gets_a_code_and_nothing_is_kept_of_the_reader(client, city):
    answer = client.post("/problems/new/", filled(client))

    row = Problem.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/problems/{row.code}/")
    assert (row.path, row.agency, row.kind) == ("/columns/rules/", city.government, "link")
    assert "第三个表打不开" not in client.get(answer["Location"]).content.decode()


def test_the_publisher_answers_for_its_item_and_an_agency_for_its_page(client, city):
    item = city.publish()
    client.post("/problems/new/", filled(client, page=f"/items/{item.pk // 1000}/{item.pk}.html?x=1#y"))
    client.post("/problems/new/", filled(client, page="/agencies/housing/"))

    assert set(Problem.objects.values_list("agency__code", flat=True)) == {"housing"}


@pytest.mark.parametrize(
    "wrong", [{"answer": "99"}, {"answer": ""}, {"question": "forged"}, {"words": ""}, {"kind": "no"}]
)
def test_what_is_wrong_is_refused_and_said(client, city, wrong):
    answer = client.post("/problems/new/", filled(client, **wrong))

    assert answer.status_code == 422
    assert b"sumerr" in answer.content
    assert not Problem.objects.exists()


def test_an_address_elsewhere_becomes_the_front_page(client, city):
    client.post("/problems/new/", filled(client, page="//evil.example/"))
    assert Problem.objects.get().path == "/"


def test_the_answer_is_read_under_the_code(client, city):
    row = problems.answer(problem=ProblemFactory(), words="已更换附件。", by="person:1", at=clock.NOW)

    assert client.post("/problems/", {"code": f" {row.code.lower()} "})["Location"] == f"/problems/{row.code}/"
    assert "已更换附件" in client.get(f"/problems/{row.code}/").content.decode()
    assert client.get("/problems/NOTHING1/").status_code == 404
    with pytest.raises(problems.AnsweredAlready):
        problems.answer(problem=row, words="again", by="person:1", at=clock.NOW)


def test_verdicts_are_counted_by_page_and_month(client):
    for found in ("yes", "no", "yes"):
        answer = client.post("/problems/verdict/", {"page": "/new/", "found": found})
        assert answer.status_code == 200
        assert not answer.cookies

    row = Verdict.objects.get()
    assert (row.path, row.found, row.missed, row.month.day) == ("/new/", 2, 1, 1)
    assert not Tally.objects.filter(key__contains="127").exists()


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        ({"page": "/new/", "found": "maybe"}, {}),
        ({"page": "https://evil.example/", "found": "yes"}, {}),
        ({"page": "//evil.example/", "found": "yes"}, {}),
        ({"page": "/" + "x" * 400, "found": "yes"}, {}),
        ({"page": "/new/", "found": "yes"}, {"origin": "https://evil.example"}),
        ({}, {}),
    ],
)
def test_a_verdict_that_is_none_is_not_counted(client, data, headers):
    answer = client.post("/problems/verdict/", data, headers=headers)

    assert answer.status_code == 200
    assert not Verdict.objects.exists()
    assert b"evil" not in answer.content


def test_too_many_are_sent_away_for_a_while(client, city):
    for _number in range(60):
        client.post("/problems/verdict/", {"page": "/new/", "found": "yes"})
    answer = client.post("/problems/verdict/", {"page": "/new/", "found": "yes"})

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
