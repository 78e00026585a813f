"""Many at the same moment, and death half way: no request is lost, doubled or misnumbered, and no act happens twice."""

import datetime
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from gongkai.config.environment import CHECKOUT
from gongkai.events.models import Event
from gongkai.foi.actions import consulting, deciding, handling, receiving, refusals, terms
from gongkai.foi.models.cases import Applicant, InfoRequest, RequestText
from gongkai.foi.models.clock import Decision, Entry
from gongkai.foi.queries import followed, integrity
from gongkai.orgs.models import Agency
from tests.foi import journey
from tests.foi.journey import DAY, NOW

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50
on_postgresql = pytest.mark.skipif(
    "postgresql" not in django_settings.DATABASES["default"]["ENGINE"], reason="many writers need PostgreSQL"
)


def together(*acts: Callable[[], object]) -> list[object]:
    """Run acts at the same moment, each with its own connection; what each gave or was refused with."""
    start = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = act()
        except refusals.Refused as refused:
            results[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def submit(office: journey.Office, key: str) -> Callable[[], receiving.Receipt]:
    """A submission of its own, with its own key."""
    submission = office.submission(channel="web")
    return lambda: receiving.receive(
        agency=office.agency, submission=submission, arrived_on=DAY, by="applicant", at=NOW, key=key
    )


def test_many_at_once_are_all_there_once_under_numbers_without_gap() -> None:
    count = MANY if connection.vendor == "postgresql" else 8
    offices = [journey.office(), journey.office()]
    acts = [submit(offices[n % 2], f"key-{n:028d}") for n in range(count)]

    receipts = [each for each in together(*acts) if isinstance(each, receiving.Receipt)]

    assert len(receipts) == count
    assert InfoRequest.objects.count() == Applicant.objects.count() == RequestText.objects.count() == count
    for office in offices:
        serials = sorted(InfoRequest.objects.of(office.agency).values_list("serial", flat=True))
        assert serials == list(range(1, count // 2 + 1))
    assert Event.objects.filter(kind="request.received").count() == count
    assert all(followed.find(each.number, each.code) == each.info_request for each in receipts)
    assert integrity.holes() == []
    assert not integrity.without_receipt().exists()


def test_the_same_form_sent_many_times_at_once_is_one_request() -> None:
    office = journey.office()
    act = submit(office, "one-key-for-all-of-them")
    receipts = together(*[act] * (20 if connection.vendor == "postgresql" else 5))
    assert {each.number for each in receipts} == {receipts[0].number}  # type: ignore[attr-defined]
    assert {each.code for each in receipts} == {receipts[0].code}  # type: ignore[attr-defined]
    assert [each.is_repeat for each in receipts].count(False) == 1  # type: ignore[attr-defined]
    assert InfoRequest.objects.count() == Applicant.objects.count() == Event.objects.count() == 1


def test_two_deciders_at_once_give_one_decision() -> None:
    office = journey.office()
    row = office.received()
    reply = office.clear(office.letter(row, "reply_disclosed", DAY, outcome="DISCLOSED"), DAY)
    other = InfoRequest.objects.get(pk=row.pk)

    results = together(
        *[
            lambda each=each: deciding.decide(  # type: ignore[misc]
                info_request=each, outcome="DISCLOSED", letter=reply, on=DAY, by=office.officer, at=NOW
            )
            for each in (row, other)
        ]
    )

    assert sum(isinstance(each, refusals.WrongState) for each in results) == 1
    assert Decision.objects.count() == 1


def test_two_extensions_at_once_extend_once() -> None:
    office = journey.office()
    row = office.received()

    def extend() -> Entry:
        return terms.extend(
            info_request=InfoRequest.objects.get(pk=row.pk), working_days=10, reason="量大", approver=office.signer,
            on=DAY, by=office.officer, at=NOW,
        )  # fmt: skip

    results = together(extend, extend)
    assert sum(isinstance(each, refusals.NotByTheLedger) for each in results) == 1
    row.refresh_from_db()
    assert row.due_on == datetime.date(2026, 4, 14)


def test_withdrawing_while_an_opinion_comes_in_keeps_the_ledger_whole() -> None:
    office = journey.office()
    row = office.received()
    asked = consulting.ask_third_party(
        info_request=row, party_name="甲公司", matter="报价", on=DAY, by=office.officer, at=NOW
    )
    together(
        lambda: deciding.withdraw(
            info_request=InfoRequest.objects.get(pk=row.pk), on=DAY, reason="", by="applicant", at=NOW
        ),
        lambda: consulting.record_opinion(consultation=asked, opinion="agrees", on=DAY, by=office.officer, at=NOW),
        lambda: handling.add_note(info_request=row, text="来电", by=office.officer, at=NOW),
    )
    row.refresh_from_db()
    numbers = list(row.entries.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert row.state == "closed"
    assert list(integrity.drifted()) == []


SUBMIT = """
import datetime, json, sys
import django
django.setup()
from django.db import connection
from django.utils import timezone
from gongkai.foi.actions import receiving
from gongkai.orgs.models import Agency

agency = Agency.objects.get(pk=int(sys.argv[1]))
number = 0
print("ready", flush=True)
while True:
    number += 1
    key = f"{sys.argv[2]}-{number:020d}"
    receipt = receiving.receive(
        agency=agency,
        submission=receiving.Submission("counter", receiving.Who("natural", "申请人", identity=key), "资金安排表"),
        arrived_on=datetime.date(2026, 3, 2), by="applicant", at=timezone.now(), key=key,
    )
    print(json.dumps([receipt.number, receipt.code, key]), flush=True)
"""


@on_postgresql
@pytest.mark.parametrize("seconds", [0.05, 0.11, 0.23, 0.37])
def test_a_process_killed_between_click_and_receipt_leaves_both_or_neither(seconds: float, tmp_path: Path) -> None:
    office = journey.office()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "GONGKAI_HOME": str(django_settings.HOME),
        "GONGKAI_DATABASE_URL": _address(),
        "GONGKAI_SECRET_KEY": django_settings.SECRET_KEY,
        "PYTHONPATH": f"{CHECKOUT / 'src'}:{CHECKOUT}",
    }
    command = [sys.executable, "-c", SUBMIT, str(office.agency.pk), f"kill-{seconds}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        printed = [json.loads(line) for line in process.stdout.read().splitlines() if line.endswith("]")]

    # Every receipt that was printed has its case; every case has all that belongs to it, or is not there.
    for number, code, _key in printed:
        assert followed.find(number, code) is not None
    rows = InfoRequest.objects.count()
    assert rows - len(printed) in {0, 1}
    assert Applicant.objects.count() == RequestText.objects.count() == rows
    assert Entry.objects.count() == Event.objects.filter(kind="request.received").count() == rows
    assert integrity.holes() == []
    # The applicant's form still holds the text: sent again with its key, it is told the same receipt or makes the case.
    last = f"kill-{seconds}-{rows:020d}"
    again = receiving.receive(
        agency=Agency.objects.get(pk=office.agency.pk),
        submission=office.submission(),
        arrived_on=DAY,
        by="applicant",
        at=NOW,
        key=last,
    )
    assert again.is_repeat == (rows > 0)


def _address() -> str:
    given = connection.settings_dict
    person = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    if str(given["HOST"]).startswith("/"):  # a socket's folder
        return f"postgresql://{person}@/{given['NAME']}?host={given['HOST']}"
    return f"postgresql://{person}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
