"""How fast requests are received, listed and explained.

    GONGKAI_DATABASE_URL=postgresql://… .venv/bin/python -m bench.requests receive [--workers 4] [--seconds 10]
    GONGKAI_DATABASE_URL=postgresql://… .venv/bin/python -m bench.requests register [--cases 1000000]
    .venv/bin/python -m bench.requests clocks [--count 100000]

`receive`: so many processes submit through `foi.actions.receiving.receive`, each with its own connection, to a few
agencies, receipts included. `register`: fills a register with rows as the actions leave them (written in bulk), and
times the queries of a page of it, filtered and paged, as the list runs them. `clocks`: explains ledgers of every
shape, with corrections, consultations, extensions and fees. Use an empty, migrated database; rows are added to it.
"""

import argparse
import datetime
import hashlib
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

DAY = datetime.date(2026, 3, 2)
CHANNELS = ("web", "web", "web", "registered_post", "email", "counter", "fax")
STATES = ("closed", "closed", "closed", "closed", "handling", "correction", "consulting")
OUTCOMES = ("DISCLOSED", "DISCLOSED", "PARTIAL", "NONE_NOT_HELD", "NOACT_PETITION", "REFUSE_LAW")
WANTED = (
    "老旧小区改造资金安排表",
    "房屋征收补偿方案",
    "公租房分配结果",
    "道路施工合同",
    "环评批复文件",
    "学区划分依据",
)


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["receive", "register", "clocks"])
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--agencies", type=int, default=4)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--filled", metavar="CODE", help="measure the register that an earlier run filled")
    parser.add_argument("--count", type=int, default=100_000)
    options = parser.parse_args()
    from django import setup

    setup()
    {"receive": receive, "register": register, "clocks": clocks}[options.what](options)


# --- receive ---


def receive(options: argparse.Namespace) -> None:
    """Requests a second, and how long one takes."""
    from django.db import connection

    agencies = [_agency(f"RECEIVE-{number}-{time.time_ns()}").pk for number in range(options.agencies)]
    connection.close()
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(options.workers), context.Queue()
    workers = [
        context.Process(target=_submit, args=(number, agencies, options.seconds, start, results))
        for number in range(options.workers)
    ]
    for worker in workers:
        worker.start()
    given = [results.get() for _worker in workers]
    took = sorted(one for own, _busy in given for one in own)
    busy = sum(each for _own, each in given) / len(took) * 1000
    for worker in workers:
        worker.join()
    rate = len(took) / options.seconds
    at = {q: took[min(len(took) - 1, int(len(took) * q))] * 1000 for q in (0.5, 0.95, 0.99)}
    print("| workers | agencies | requests a second | median | 95 % | 99 % | our processor time each |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {options.workers} | {options.agencies} | {rate:.0f} | {at[0.5]:.1f} ms | {at[0.95]:.1f} ms "
        f"| {at[0.99]:.1f} ms | {busy:.1f} ms |"
    )
    _check(agencies)


def _submit(number: int, agencies: list[int], seconds: float, start: Any, results: Any) -> None:
    from django.utils import timezone

    from gongkai.foi.actions import receiving
    from gongkai.foi.queries import clocks as clocks_of
    from gongkai.orgs.models import Agency

    rows = list(Agency.objects.filter(pk__in=agencies))
    rnd = random.Random(f"{number} {time.time_ns()}")
    took: list[float] = []
    receiving.terms_of("词典先读一遍")
    clocks_of.calendar().add_working_days(DAY, 20)
    start.wait()
    end, used = time.perf_counter() + seconds, time.process_time()
    while (begun := time.perf_counter()) < end:
        who = receiving.Who(
            "natural",
            "沈知远",
            "id-card",
            f"{rnd.randrange(10**17):018d}",
            "13800138000",
            "shen@example.com",
            "府前路 1 号",
        )
        wanted = f"望山区{rnd.choice(WANTED)}，{rnd.randrange(2015, 2026)} 年，第 {rnd.randrange(1000)} 号项目"
        receiving.receive(
            agency=rnd.choice(rows),
            submission=receiving.Submission("web", who, wanted),
            arrived_on=DAY,
            by="applicant",
            at=timezone.now(),
            key=f"{number}-{rnd.getrandbits(128):032x}",
        )
        took.append(time.perf_counter() - begun)
    results.put((took, time.process_time() - used))


def _check(agencies: list[int]) -> None:
    from gongkai.foi.models.cases import InfoRequest
    from gongkai.foi.queries import integrity

    rows = InfoRequest.objects.filter(agency__in=agencies)
    without = integrity.without_receipt().filter(agency__in=agencies).count()
    print(f"\n{rows.count():,} cases, {len(integrity.holes())} holes in their numbers, {without} without receipt")


def _agency(code: str) -> Any:
    from gongkai.orgs.models import Agency

    agency = Agency.objects.create(code=code, name=code, short_name="云住建", kind="department", level="city")
    agency.path = agency.sort_path = f"/{agency.pk}/"
    agency.save(update_fields=["path", "sort_path"])
    return agency


# --- register ---


def register(options: argparse.Namespace) -> None:
    """The queries of one page of the register, by filter."""
    from gongkai.core import keyset
    from gongkai.foi.models.cases import InfoRequest
    from gongkai.foi.queries import register as queries
    from gongkai.foi.queries import similar, worklist
    from gongkai.orgs.models import Agency

    if options.filled:
        agency = Agency.objects.get(code=options.filled)
    else:
        agency = _agency(f"REGISTER-{time.time_ns()}")
        begun = time.perf_counter()
        _fill(agency, options.cases)
        print(f"filled {agency.code} with {options.cases:,} cases in {time.perf_counter() - begun:.0f} s\n", flush=True)
    rows = InfoRequest.objects.filter(agency__in=[agency])
    filters = {
        "everything": queries.Filters(),
        "one state": queries.Filters(state="handling"),
        "one channel": queries.Filters(channel="fax"),
        "one outcome": queries.Filters(outcome="REFUSE_LAW"),
        "a kind of applicant": queries.Filters(applicant_kind="legal_service"),
        "due within a week": queries.Filters(due_from=DAY, due_to=DAY + datetime.timedelta(days=7)),
        "late": queries.Filters(late_on=DAY),
        "a word": queries.Filters(words="老旧小区改造"),
        "a rare word": queries.Filters(words="第777号 学区"),
        "a number": queries.Filters(number=f"云住建公开申〔2026〕{options.cases // 2}号"),
    }
    print("| filter | first page | a page far down | slowest |\n|---|---|---|---|")
    for name, filter in filters.items():
        found = queries.filtered(rows, filter)

        def page(cursor: str = "", found: Any = found) -> Any:
            return keyset.page(found, by=queries.NEWEST, size=50, cursor=cursor)

        cursor = keyset.page(rows, by=queries.NEWEST, size=1, cursor="").older or ""
        middle = InfoRequest(pk=rows.order_by("-id").values_list("pk", flat=True)[options.cases // 2])
        cursor = ">" + keyset._encode(queries.NEWEST, middle)
        first, far = _timed(page), _timed(lambda cursor=cursor, page=page: page(cursor))  # type: ignore[misc]
        print(f"| {name} | {first[0]:.1f} ms | {far[0]:.1f} ms | {max(first[1], far[1]):.1f} ms |")
    one = rows.order_by("-id").select_related("agency")[0]
    others: dict[str, Callable[[], Any]] = {
        "worklist": lambda: worklist.worklist(rows, on=DAY),
        "figures": lambda: worklist.figures(rows, on=DAY),
        "similar requests": lambda: similar.similar(one),
    }
    for name, act in others.items():
        typical, slowest = _timed(act)
        print(f"| {name} | {typical:.1f} ms |  | {slowest:.1f} ms |")


def _timed(act: Callable[[], Any], times: int = 9) -> tuple[float, float]:
    """Median and slowest, in milliseconds; the first call warms up."""
    act()
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took), max(took)


def _fill(agency: Any, count: int) -> None:
    """Rows as the actions leave them, the guards off meanwhile; on PostgreSQL the first are copied over and over."""
    from django.db import connection
    from django.utils import timezone

    from gongkai.foi.models.cases import Applicant, InfoRequest

    rnd = random.Random(1)
    at = timezone.now()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE foi_inforequest DISABLE TRIGGER USER")
    written = min(count, 50_000) if connection.vendor == "postgresql" else count
    for start in range(0, written, 5000):
        size = min(5000, written - start)
        people = Applicant.objects.bulk_create(
            [Applicant(name="沈知远", same_as=f"k.{start + n}") for n in range(size)]
        )
        InfoRequest.objects.bulk_create(
            _case(rnd, agency, applicant, place, of=written, at=at)
            for place, applicant in enumerate(people, start=start + 1)
        )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for first in range(written, count, written):
                _copy(cursor, agency.pk, shift=first, size=min(written, count - first))
            cursor.execute("ALTER TABLE foi_inforequest ENABLE TRIGGER USER")
            cursor.execute("VACUUM ANALYZE foi_inforequest")


def _case(rnd: random.Random, agency: Any, applicant: Any, place: int, *, of: int, at: datetime.datetime) -> Any:
    """One request of many, by its place among them: a tenth somewhere on its way, the rest closed."""
    from gongkai.foi.actions import receiving
    from gongkai.foi.models.cases import InfoRequest

    state = rnd.choice(STATES) if rnd.random() < 0.1 else "closed"
    is_closed = state == "closed"
    day = DAY - datetime.timedelta(days=int((of - place) / of * 3000))
    wanted = rnd.choice(WANTED)
    outcome = (rnd.choice(OUTCOMES) if rnd.random() > 0.001 else "REFUSE_LAW") if is_closed else ""
    waits = state in {"correction", "consulting"}
    return InfoRequest(
        agency=agency,
        year=2026,
        serial=place,
        number=f"云住建公开申〔2026〕{place}号",
        code_salt="salt",
        code_hash=hashlib.sha256(str(place).encode()).hexdigest(),
        channel=rnd.choice(CHANNELS),
        arrived_on=day,
        received_on=day,
        entered_at=at,
        entered_by="applicant",
        regime="2019",
        applicant=applicant,
        applicant_kind="legal_service" if rnd.random() < 0.01 else "natural",
        subject=f"{wanted}，第 {place % 1000} 号项目",
        terms=f"{receiving.terms_of(wanted)}{place % 1000} 第{place % 1000}号 ",
        state=state,
        clock="stopped" if is_closed else "paused" if waits else "running",
        due_on=None if state == "correction" else day + datetime.timedelta(days=28),
        waits_since=day if waits else None,
        waits_until=day + datetime.timedelta(days=21) if waits else None,
        outcome=outcome,
        decided_on=day + datetime.timedelta(days=20) if is_closed else None,
        closed_on=day + datetime.timedelta(days=20) if is_closed else None,
        counted_outcome=outcome,
        counted_on=day + datetime.timedelta(days=20) if is_closed else None,
        days_taken=14 if is_closed else None,
        changed_at=at,
    )


def _copy(cursor: Any, agency: int, *, shift: int, size: int) -> None:
    """The first rows once more, under other numbers and for other applicants."""
    from gongkai.foi.models.cases import Applicant, InfoRequest

    names = [field.attname for field in Applicant._meta.concrete_fields if field.attname not in {"id", "same_as"}]
    cursor.execute(
        f"INSERT INTO foi_applicant ({', '.join(names)}, same_as) SELECT {', '.join(names)}, 'c{agency}.' || n "
        "FROM (SELECT * FROM foi_applicant ORDER BY id DESC LIMIT 1) a, generate_series(%s, %s) n",
        [shift + 1, shift + size],
    )
    values = {
        field.attname: f'r."{field.attname}"' for field in InfoRequest._meta.concrete_fields if field.name != "id"
    }
    values |= {
        "serial": f"r.serial + {shift}",
        "number": f"'云住建公开申〔2026〕' || (r.serial + {shift}) || '号'",
        "applicant_id": "a.id",
    }
    columns = ", ".join(f'"{name}"' for name in values)
    cursor.execute(
        f"INSERT INTO foi_inforequest ({columns}) SELECT {', '.join(values.values())} FROM foi_inforequest r "
        f"JOIN foi_applicant a ON a.same_as = 'c{agency}.' || (r.serial + {shift}) "
        "WHERE r.agency_id = %s AND r.serial <= %s ORDER BY r.serial",
        [agency, size],
    )


# --- clocks ---


def clocks(options: argparse.Namespace) -> None:
    """Ledgers explained a second."""
    from gongkai.rules import calendars, deadlines

    calendar = calendars.Calendar.load()
    ledgers = [_ledger(random.Random(number), calendar) for number in range(options.count)]
    begun, used = time.perf_counter(), time.process_time()
    steps = sum(len(deadlines.explain(each, calendar).steps) for each in ledgers)
    took, busy = time.perf_counter() - begun, time.process_time() - used
    print("| ledgers | steps told | seconds | processor time | each |\n|---|---|---|---|---|")
    print(f"| {options.count:,} | {steps:,} | {took:.1f} | {busy:.1f} s | {busy / options.count * 1e6:.0f} µs |")


def _ledger(rnd: random.Random, calendar: Any) -> Any:
    from gongkai.rules import ledgers

    day = datetime.date(2019, 6, 1) + datetime.timedelta(days=rnd.randrange(2700))
    entries = []
    if rnd.random() < 0.3:
        asked = calendar.add_working_days(day, rnd.randrange(1, 7))
        entries.append(ledgers.Entry("correction_sent", asked))
        entries.append(ledgers.Entry("correction_received", calendar.add_working_days(asked, rnd.randrange(1, 15))))
    base = entries[-1].on if entries else day
    if rnd.random() < 0.3:
        asked = calendar.add_working_days(base, rnd.randrange(1, 10))
        entries.append(ledgers.Entry("third_party_asked", asked))
        entries.append(ledgers.Entry("third_party_answered", calendar.add_working_days(asked, rnd.randrange(1, 15))))
        base = entries[-1].on
    if rnd.random() < 0.3:
        entries.append(ledgers.Entry("extended", calendar.add_working_days(base, 2), working_days=rnd.randrange(1, 21)))
    if rnd.random() < 0.8:
        entries.append(ledgers.Entry("answered", calendar.add_working_days(base, rnd.randrange(3, 12))))
    return ledgers.Ledger(day, tuple(entries), channel="counter")


if __name__ == "__main__":
    main()
