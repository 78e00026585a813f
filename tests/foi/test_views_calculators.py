"""The public calculators by client: the examples of the manual, wrong entries, addresses that carry everything."""

import pytest
from django.test import Client

from gongkai.rules import ledgers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ("received=2024-09-13", "2024年10月17日"),
        ("received=2024-09-13&third_party_asked=2024-09-20&third_party_answered=2024-09-27", "2024年10月24日"),
        ("received=2024-09-13&correction_sent=2024-09-20&correction_received=2024-10-08", "2024年11月4日"),
        ("received=2024-09-13&extended=2024-10-17&extended_days=15", "2024年11月7日"),
        ("received=2024-09-13&fee_noticed=2024-10-10&fee_paid=2024-10-16", "2024年11月13日"),
        ("received=2018-12-03", "2018年12月24日"),
        (
            "received=2024-09-13&kind_1=third_party_asked&day_1=2024-09-20"
            "&kind_2=third_party_received&day_2=2024-09-24",
            "2024年11月11日",
        ),
        ("received=2024-09-13&kind_1=third_party_asked&day_1=2024-09-20&then_1=2024-09-27", "2024年10月24日"),
        ("received=2024-09-13&kind_3=extended&then_3=20", "2024年11月14日"),
        ("received=2018-12-03&regime=2019", "2018年12月29日"),
        ("received=2024-09-13&kind_1=reasons_asked&day_1=2024-09-20&on=2024-09-23", "2024年10月17日"),
    ],
)
def test_the_due_day_is_that_of_the_law(client: Client, query: str, due: str) -> None:
    text = client.get(f"/requests/deadline/?{query}").content.decode()
    assert due in text and "第" in text and "条" in text


@pytest.mark.parametrize(
    "query",
    [
        "received=gestern",
        "received=2007-01-01",
        "received=2024-09-13&correction_received=2024-09-20",
        "received=2024-09-13&extended=2024-12-30",
        "received=2024-09-13&extended_days=15",
        "received=2024-09-13&third_party_asked=2024-09-01",
        "received=2024-09-13&extended=2024-09-20&extended_days=99",
        "received=9999-12-31",
        "received=2024-09-13&kind_1=other_agency_asked",
        "received=2024-09-13&day_1=2024-09-20",
        "received=2024-09-13&kind_1=third_party_asked&day_1=2024-09-20&then_1=morgen",
        "received=2024-09-13&kind_1=withdrawn&day_1=2024-09-20&then_1=2024-09-21",
        "received=2024-09-13&kind_1=correction_limit&day_1=2024-09-21",
        "received=2024-09-13&kind_1=no-such-kind&day_1=2024-09-21",
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(client: Client, query: str) -> None:
    page = client.get(f"/requests/deadline/?{query}")
    assert page.status_code == 200
    assert "sumerr" in page.content.decode()
    assert query.split("=")[1].split("&")[0] in page.content.decode()


def test_while_a_correction_is_open_no_day_runs(client: Client) -> None:
    assert (
        "期限暂停计算"
        in client.get("/requests/deadline/?received=2024-09-13&correction_sent=2024-09-20").content.decode()
    )


@pytest.mark.parametrize(
    ("query", "amount"),
    [
        ("mode=items&count=12", "200"),
        ("mode=items&count=35", "3000"),
        ("mode=pages&count=120", "1100"),
        ("mode=pages&count=250", "4700"),
        ("mode=items&count=2&already=10", "200"),
        ("mode=items&count=10", "0"),
    ],
)
def test_the_fee_is_that_of_the_tariff(client: Client, query: str, amount: str) -> None:
    text = client.get(f"/requests/fee/?{query}").content.decode()
    assert f'<p class="big">{amount}<small>' in text and "109号" in text


@pytest.mark.parametrize(
    "query", ["mode=items", "mode=items&count=-1", "mode=x&count=1", "mode=pages&count=5&already=3"]
)
def test_a_wrong_count_is_told(client: Client, query: str) -> None:
    assert "sumerr" in client.get(f"/requests/fee/?{query}").content.decode()


def test_every_kind_of_entry_the_command_knows_can_be_chosen(client: Client) -> None:
    page = client.get("/requests/deadline/").content.decode()
    for kind in ledgers.kinds():
        assert f'value="{kind.id}"' in page
    assert 'value="correction_limit"' in page


def test_the_state_of_the_day_asked_for_is_told(client: Client) -> None:
    address = "/requests/deadline/?received=2024-09-13&third_party_asked=2024-09-20&on="
    assert "停止计算，已用4个工作日" in client.get(f"{address}2024-09-24").content.decode()
    assert "逾期77个工作日" in client.get(f"{address}2025-03-03").content.decode()
