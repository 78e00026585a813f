"""The annual form for a whole tree from many records: counted per agency, rolled up, opened onto its records.

usage: GONGKAI_DATABASE_URL=postgresql://… GONGKAI_HOME=DIR python -m bench.figures --rows 10000000 [--agencies 3000]

Fills the named, empty PostgreSQL database by SQL: of the rows 55 % are items with their revisions (a hundredth of them
normative documents, a tenth of those repealed), 25 % activities, 20 % requests with remedies for a hundredth, spread
over five years and all agencies of a tree of three levels, without keys and guards, indexes last: about six minutes for
10 million. Then keeps the sums of one year and measures the forms for the tree and for one agency, counted from the
records and from kept sums, and the pages. Prints the clock of the rounds, how many statements each takes and how long
the database took for them, and the processor time of the process itself. A filled database is used again.
"""

import argparse
import os
import statistics as quantiles
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

AGENCIES = """
INSERT INTO orgs_agency (code, name, short_name, kind, level, credit_code, division_code, parent_id, address, postcode,
    phone, fax, email, hours, website, duties, head, responsible, liaison, path, sort_path, position)
SELECT 'b' || n, '第' || n || '局', '第' || n || '局', 'department', 'city', '', '', NULL, '', '', '', '', '', '', '',
    '', '', '', '', '', '', 100
FROM generate_series(1, %(agencies)s) n;
UPDATE orgs_agency a SET parent_id = p.id FROM orgs_agency p
WHERE a.code <> 'b1' AND p.code = 'b' || CASE WHEN substr(a.code, 2)::int <= 61 THEN 1
    ELSE 2 + substr(a.code, 2)::int %% 60 END;
UPDATE orgs_agency SET path = '/' || id || '/' WHERE parent_id IS NULL;
UPDATE orgs_agency a SET path = p.path || a.id || '/' FROM orgs_agency p
WHERE a.parent_id = p.id AND p.parent_id IS NULL;
UPDATE orgs_agency a SET path = p.path || a.id || '/' FROM orgs_agency p
WHERE a.parent_id = p.id AND p.parent_id IS NOT NULL;
UPDATE orgs_agency SET sort_path = path
"""
FILL = """
INSERT INTO disclosures_item (id, agency_id, state, amendment, validity, index_no, first_published_at, published_at,
    scheduled_by, created_at, changed_at, revision_id, public_revision_id)
SELECT n, %(first)s + n * 7919 %% %(agencies)s, 'published', '', '', 'B/' || n, at, at, '', at, at, n, n
FROM (SELECT n, timestamptz '2020-01-01 12:00' + n * 1826 / %(items)s * interval '1 day' AS at
    FROM generate_series(1, %(items)s::bigint) n) x;
INSERT INTO disclosures_revision (id, item_id, number, author_id, created_at, content_hash, change_note, title, body,
    summary, column_id, attribute, attribute_reason, doc_no, topic, genre, legal_item, keywords, source,
    responsible_unit, source_index_no, formed_on)
SELECT id, id, 1, %(author)s, created_at, 'x', '', '关于第' || id || '号事项的通告',
    '<p>现将第' || id || '号事项予以公布，请各有关单位遵照执行，做好便民服务和信息公开工作。</p>', '',
    %(column)s, 'open', '', CASE WHEN id %% 101 = 0 THEN '云政规〔2024〕' || id || '号' ELSE '' END, '', '',
    CASE WHEN id %% 101 = 0 THEN '20-1' ELSE '' END, '', '', '', '', created_at::date FROM disclosures_item;
INSERT INTO disclosures_ending (item_id, kind, "on", reason, public_note, title_shown, by, at)
SELECT id, 'repeal', first_published_at::date + 400, '由新文件代替', '', true, 'person:1', first_published_at
FROM disclosures_item WHERE id %% 1010 = 0;
INSERT INTO activities_activity (id, agency_id, kind, year, "on", channel, title, text, is_head_present,
    answers_concern, file_title, link, author_id, recorded_at, changed_at, version, is_only)
SELECT n, %(first)s + n * 7919 %% %(agencies)s, kind, extract(year FROM day), day, CASE kind
    WHEN 'publication' THEN (ARRAY['wechat', 'wechat', 'weibo', 'press'])[1 + n / %(agencies)s / 6 %% 4]
    WHEN 'response' THEN 'hotline' ELSE '' END, '第' || n || '次', '', false, kind = 'response', '', '', %(author)s,
    day, day, 1, false
FROM (SELECT n, date '2020-01-01' + (n * 1826 / %(activities)s)::int AS day, (ARRAY['publication', 'publication',
    'publication', 'response', 'training', 'meeting'])[1 + n / %(agencies)s %% 6] AS kind
    FROM generate_series(1, %(activities)s::bigint) n) x;
INSERT INTO activities_activity (id, agency_id, kind, year, channel, title, text, is_head_present, answers_concern,
    file_title, link, author_id, recorded_at, changed_at, version, is_only)
SELECT %(activities)s + row_number() OVER (), %(first)s + n, kind, year, '', '年度数据', '', false, false, '',
    'https://www.example.gov.cn/proof', %(author)s, now(), now(), 1, true
FROM generate_series(0, %(agencies)s - 1) n, generate_series(2020, 2024) year,
    unnest(ARRAY['licence', 'penalty', 'charges', 'staff', 'funds']) kind;
INSERT INTO activities_number (activity_id, measure, value)
SELECT id, 'trainees', 1 + id %% 50 FROM activities_activity WHERE kind = 'training'
UNION ALL SELECT id, CASE kind WHEN 'staff' THEN 'part_time' WHEN 'licence' THEN 'decisions' WHEN 'penalty'
    THEN 'decisions' ELSE 'amount' END, 1 + id %% 50 FROM activities_activity WHERE is_only;
INSERT INTO foi_applicant (id, name, identity_kind, identity, phone, email, address, postcode, representative, agent,
    agent_identity, agent_phone, wants_updates, same_as)
SELECT n, '', '', '', '', '', '', '', '', '', '', '', false, '' FROM generate_series(1, %(requests)s::bigint) n;
INSERT INTO foi_inforequest (id, agency_id, year, serial, number, code_salt, code_hash, channel, arrived_on,
    received_on, entered_at, entered_by, regime, applicant_id, applicant_kind, subject, terms, wanted_carrier,
    wanted_way, state, unit, clock, is_due_provisional, is_extended, outcome, ground, counted_outcome, counted_ground,
    counted_on, was_late, changed_at)
SELECT n, %(first)s + n * 7919 %% %(agencies)s, extract(year FROM day), n, '申' || n, 's', 'h',
    (ARRAY['web', 'web', 'counter', 'ordinary_post', 'fax'])[1 + n * 31 / %(agencies)s %% 5], day, day, day, 'person:1',
    '2019', n, (ARRAY['natural', 'natural', 'natural', 'company', 'research', 'legal_service'])[1 + n * 17 %% 101 %% 6],
    '一件申请', '', 'electronic', 'website', 'handling', '', 'stopped', false, false, '', '', outcome, '', day + 15,
    false, day
FROM (SELECT n, date '2020-01-01' + (n * 1826 / %(requests)s)::int AS day, (ARRAY['DISCLOSED', 'DISCLOSED', 'PARTIAL',
    'DISCLOSED_ALREADY', 'REFUSE_SECRET', 'REFUSE_LAW', 'REFUSE_SECURITY'])[1 + n * 13 %% 103 %% 7] AS outcome
    FROM generate_series(1, %(requests)s::bigint) n) x;
INSERT INTO foi_remedy (agency_id, kind, body, case_no, claim, filed_on, notified_on, result, result_on, result_text,
    opened_by, opened_at)
SELECT %(first)s + n * 7919 %% %(agencies)s, (ARRAY['review', 'suit_direct', 'suit_after_review', 'complaint'])
    [1 + n %% 4], '市人民政府', '', '', day, day, (ARRAY['upheld', 'corrected', 'other'])[1 + n %% 3], day + 40,
    '', 'person:1', day
FROM (SELECT n, date '2020-01-01' + (n * 1826 / (%(requests)s / 100 + 1))::int AS day
    FROM generate_series(1, %(requests)s::bigint / 100) n) x
"""
FILLED = (
    *("disclosures_item", "disclosures_revision", "disclosures_ending", "activities_activity", "activities_number"),
    *("foi_applicant", "foi_inforequest", "foi_remedy"),
)
YEAR = 2024
PAGES = (
    "disclosed.total",
    "disclosed.by_channel.wechat",
    "responses.hot_topics",
    "trainings.trainees",
    "requests.partial.natural_person",
    "requests.carried_out.total",
    "reconsideration.upheld",
    "normative_documents.issued",
    "normative_documents.in_force",
)


def run(script: str, values: dict[str, object]) -> None:
    """Run the statements of a script, told one by one."""
    from django.db import connection

    for statement in script.strip().split(";\n"):
        began = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        print(f"  {time.perf_counter() - began:6.1f} s  {statement.strip()[:70]}", file=sys.stderr)


def fill(rows: int, agencies: int) -> None:
    """The tree, its people, and all rows."""
    from django.db import connection

    from gongkai.accounts.models import Person
    from gongkai.catalog.models import Column
    from gongkai.orgs.models import Agency

    run(AGENCIES, {"agencies": agencies})
    first = Agency.objects.order_by("id").first()
    assert first is not None
    person = Person.objects.create(username="bench", name="bench", home=first)
    column = Column.objects.create(slug="notices", name="通知公告", block="statutory", kind="notice", owner=first)
    shares = {"items": rows * 55 // 100, "activities": rows * 25 // 100, "requests": rows * 20 // 100}
    values = {"first": first.pk, "agencies": agencies, "author": person.pk, "column": column.pk, **shares}
    with connection.cursor() as cursor:
        # The rows are sound by the way they are made: keys and guards are not asked for each, indexes come after.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint)",
            [list(FILLED)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    run(FILL, values)
    with connection.cursor() as cursor:
        for _name, definition in indexes:
            run(definition.replace("%", "%%"), {})
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in FILLED:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")
        cursor.execute("VACUUM ANALYZE")


def measured(name: str, work: Callable[[], object], rounds: int, over: float = 0) -> float:
    """Print best and median of the rounds by the clock; of the best one statements, their time, and our processor.

    Returns the median in seconds; one that does not take more than `over` is not printed.
    """
    from django.db import connection

    connection.force_debug_cursor = True
    took = []
    for _round in range(rounds + 1):
        connection.queries_log.clear()
        began, ours = time.perf_counter(), time.process_time()
        work()
        clock, ours = time.perf_counter() - began, time.process_time() - ours
        asked = sorted((float(each["time"]), each["sql"][:100]) for each in connection.queries)
        took.append((clock, ours, sum(each for each, _sql in asked), len(asked), asked[-1:]))
    best, median = min(took[1:]), quantiles.median(each[0] for each in took[1:])
    if median < over:
        return median
    clocks = f"best {best[0]:7.3f} s  median {median:7.3f} s"
    print(f"{name:<52} {clocks}  ours {best[1]:6.3f} s  {best[3]:>3} statements {best[2]:7.3f} s", flush=True)
    print(f"    {best[4]}", file=sys.stderr)
    return median


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--agencies", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--indicators", nargs="*", default=PAGES, help="whose pages are opened; all: every one")
    parser.add_argument("--pages-only", action="store_true", help="leave the forms out")
    parser.add_argument("--year", type=int, default=YEAR, help="of which the figures are, 2020 to 2024")
    parser.add_argument("--over", type=float, default=0, help="print pages only whose median takes more milliseconds")
    return parser.parse_args()


def forms(root: Any, leaf: Any, year: int, rounds: int) -> None:
    """The statutory forms: every agency, the tree as one, one agency; from records and from kept sums."""
    from gongkai.statistics.queries import counting, filling, indicators, keeping, spans

    span = spans.year(year)
    for edition in ("form-2021", "form-2014"):
        wanted = list({each.id: each for each in indicators.of_edition(edition).values()}.values())
        tree: Any = lambda wanted=wanted: counting.tree(root, span, wanted)  # noqa: E731
        measured(f"{edition}, every agency of the tree, from records", tree, rounds)
        for name, scope in (
            ("the tree as one", spans.Scope(root, span, True)),
            ("one agency", spans.Scope(leaf, span)),
        ):
            for way, count in (("from records", counting.count), ("kept", keeping.count)):
                form: Any = lambda s=scope, e=edition, c=count: filling.fill(s, e, count=c)  # noqa: E731
                measured(f"{edition}, {name}, {way}", form, rounds)


def pages(root: Any, leaf: Any, person: Any, options: argparse.Namespace) -> None:
    """The page behind each figure, of one agency and of the tree, and the page of the form."""
    from django import db
    from django.core import signals
    from django.core.management import call_command
    from django.test import Client

    from gongkai.statistics.queries import indicators

    call_command("collectstatic", verbosity=0, interactive=False)
    signals.request_started.disconnect(db.reset_queries)
    client = Client()
    client.force_login(person)

    def page(path: str) -> None:
        answer = client.get(f"/desk/figures/{path}", headers={"host": "localhost"})
        assert answer.status_code == 200, answer

    wanted = sorted(indicators.declared()) if options.indicators == ["all"] else options.indicators
    medians = []
    for id in wanted:
        one: Any = lambda id=id: page(f"{leaf.pk}/{options.year}/{id}/")  # noqa: E731
        all_below: Any = lambda id=id: page(f"{root.pk}/{options.year}/{id}/?subtree=1")  # noqa: E731
        for name, opened in (("one agency", one), ("tree", all_below)):
            medians.append(measured(f"page of {id}, {name}", opened, options.rounds, over=options.over / 1000))
    print(f"{len(medians)} pages, median {quantiles.median(medians):.3f} s, slowest {max(medians):.3f} s")
    print(f"{sum(each > 0.1 for each in medians)} of them over 0.1 s")
    measured("page of the form, one agency", lambda: page(f"?agency={leaf.pk}&year={options.year}"), options.rounds)
    measured(
        "page of the form, tree", lambda: page(f"?agency={root.pk}&year={options.year}&subtree=on"), options.rounds
    )


def main() -> None:
    """Fill, measure, print."""
    options = asked()
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from gongkai.accounts.models import Person, Role, RoleHolding
    from gongkai.orgs.models import Agency
    from gongkai.statistics.actions import keeping as acts
    from gongkai.statistics.queries import spans

    call_command("migrate", verbosity=0)
    if not Agency.objects.exists():
        fill(options.rows, options.agencies)
    root, leaf = (Agency.objects.get(code=code) for code in ("b1", "b100"))
    person = Person.objects.get(username="bench")
    since = spans.year(2000).first
    RoleHolding.objects.get_or_create(
        person=person, role=Role.DISCLOSURE_OFFICE, agency=root, defaults={"since": since, "with_subtree": True}
    )
    began = time.perf_counter()
    written = acts.keep(years=[options.year], at=timezone.now())
    print(f"{written} sums of {options.year} kept in {time.perf_counter() - began:.1f} s", flush=True)
    measured("nothing was done since", lambda: acts.keep(years=[options.year], at=timezone.now()), options.rounds)
    if not options.pages_only:
        forms(root, leaf, options.year, options.rounds)
    pages(root, leaf, person, options)


if __name__ == "__main__":
    main()
