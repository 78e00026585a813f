"""Fifty people submit at once, over real HTTP: none lost, none doubled, none misnumbered."""

import concurrent.futures
import http.cookiejar
import re
import urllib.parse
import urllib.request
from typing import Any

import pytest
from django.db import connections

from gongkai.foi.models.cases import InfoRequest
from tests.factories.orgs import AgencyFactory
from tests.foi.test_views_public import how, what, who

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50


class Browser:
    """A person's browser without script: it keeps cookies, follows redirects and sends forms with their tokens."""

    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self.page = ""

    def get(self, path: str) -> str:
        with self._opener.open(self.address + path, timeout=120) as answer:
            self.page = answer.read().decode()
        return self.page

    def send(self, path: str, fields: dict[str, Any]) -> str:
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)[0]
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        with self._opener.open(self.address + path, body, timeout=120) as answer:
            self.page = answer.read().decode()
        return self.page


def fill(address: str, agency: Any, person: int) -> Browser:
    """All steps up to the last page."""
    browser = Browser(address)
    browser.get("/requests/apply/")
    browser.send("/requests/apply/", what(description=f"第{person}个人要的老旧小区改造资金安排表"))
    browser.send("/requests/apply/where/", {"agency": "other", "other": agency.pk, "meant": agency.pk})
    browser.send("/requests/apply/who/", who(name=f"沈知远{person}"))
    browser.send("/requests/apply/how/", how())
    return browser


def submit(browser: Browser) -> tuple[str, str]:
    """Answer the question and click, twice in a hurry; number and code of the receipt."""
    (first, second), token = (
        re.findall(r">(.)加(.)等于几", browser.page)[0],
        re.findall(r'name="question" value="([^"]+)"', browser.page)[0],
    )
    digits = "零一二三四五六七八九"
    fields = {"question": token, "answer": str(digits.index(first) + digits.index(second))}
    page = browser.page
    with concurrent.futures.ThreadPoolExecutor(2) as hands:
        twice = [hands.submit(browser.send, "/requests/apply/check/", fields) for _ in range(2)]
        for click in twice:
            click.result()
    browser.page = page
    receipt = browser.get("/requests/apply/receipt/")
    number, code = re.findall(r'<dd id="(?:number|code)">([^<]+)</dd>', receipt)
    return number, code


def test_fifty_people_at_once(live_server: Any) -> None:
    agency = AgencyFactory(name="云州市住房和城乡建设局", short_name="市住建局")
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        browsers = list(pool.map(lambda n: fill(live_server.url, agency, n), range(PEOPLE)))

    with concurrent.futures.ThreadPoolExecutor(PEOPLE) as pool:
        receipts = list(pool.map(submit, browsers))

    connections.close_all()
    rows = list(InfoRequest.objects.select_related("applicant").order_by("serial"))
    assert [row.serial for row in rows] == list(range(1, PEOPLE + 1)), "no number lost, none given twice"
    assert sorted(number for number, _code in receipts) == sorted(row.number for row in rows)
    assert len({code for _number, code in receipts}) == PEOPLE
    own = {row.number: row.applicant.name for row in rows}
    assert [own[number] for number, _code in receipts] == [f"沈知远{n}" for n in range(PEOPLE)]
