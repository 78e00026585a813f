"""Publish to visible: from the act to page, list, feed and search, with many items already public.

usage: GONGKAI_DATABASE_URL=postgresql://… GONGKAI_HOME=DIR python bench/publish.py --items 10000 [--acts 200]

Fills the named, empty PostgreSQL database with so many public items (row by row of the real tables, guards off
while filling), builds their places and the index, starts the real worker, and then publishes through the action,
one item after the other. An act is over when the page file, the front of its column, the feed and the search show
it. Prints the quantiles, and how many statements and files one act costs, which must not grow with the items.
"""

import argparse
import datetime
import os
import pathlib
import statistics
import subprocess
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

FILL = """
INSERT INTO disclosures_item (agency_id, state, amendment, validity, index_no, first_published_at, published_at,
    scheduled_by, created_at, changed_at)
SELECT %(agency)s, 'published', '', '', 'B/' || n, at, at, '', at, at
FROM (SELECT n, timestamptz '2020-01-01' + n * interval '3 minutes' AS at FROM generate_series(1, %(items)s) n) x;
INSERT INTO disclosures_revision (item_id, number, author_id, created_at, content_hash, change_note, title, body,
    summary, column_id, attribute, attribute_reason, doc_no, topic, genre, legal_item, keywords, source,
    responsible_unit, source_index_no)
SELECT id, 1, %(author)s, created_at, 'x', '', '云州市关于第' || id || '号事项的通告',
    '<p>现将第' || id || '号事项予以公布，请各有关单位遵照执行，做好便民服务和信息公开工作。</p>',
    '', %(column)s, 'open', '', '', '', '', '', '', '', '', '' FROM disclosures_item;
INSERT INTO disclosures_publication (item_id, revision_id, content_hash, by, at, note)
SELECT item_id, id, 'x', 'person:1', created_at, '' FROM disclosures_revision;
UPDATE disclosures_item i SET revision_id = r.id, public_revision_id = r.id
FROM disclosures_revision r WHERE r.item_id = i.id;
"""
PLACE = """
INSERT INTO portal_listing (key, total, last_page, last_page_total)
VALUES (%(key)s, %(items)s, (%(items)s - 1) / 20 + 1, (%(items)s - 1) %% 20 + 1);
INSERT INTO portal_listingentry (listing_id, item_id, page, published_at)
SELECT (SELECT id FROM portal_listing WHERE key = %(key)s), id, (row_number() OVER (ORDER BY id) - 1) / 20 + 1,
    published_at FROM disclosures_item
"""
GUARDED = ("item", "revision", "publication")


def fill(items: int) -> tuple[object, object, list[object]]:
    """The office, its column, and everybody it takes to publish; `items` items public already."""
    from django.db import connection, transaction

    from gongkai.accounts.models import Person, Role, RoleHolding
    from gongkai.catalog.models import Column, IndexTemplate
    from gongkai.orgs.models import Agency

    office = {"name": "云州市人民政府", "short_name": "市政府", "kind": "government", "level": "city"}
    agency = Agency.objects.create(code="bench", **office)
    agency.path = agency.sort_path = f"/{agency.pk}/"
    agency.save()
    column = Column.objects.create(slug="notices", name="通知公告", block="statutory", kind="notice", owner=agency)
    column.path = column.sort_path = f"/{column.pk}/"
    column.save()
    IndexTemplate.objects.create(template="{dept}/{yyyy}-{serial:06d}", since=datetime.date(2000, 1, 1))
    roles = (Role.OFFICER, Role.REVIEWER, Role.SECRECY, Role.ISSUER)
    people: list[object] = []
    for role in roles:
        person = Person.objects.create(username=role, name=role, home=agency)
        RoleHolding.objects.create(person=person, role=role, agency=agency, since=datetime.date(2000, 1, 1))
        people.append(person)
    values = {"items": items, "agency": agency.pk, "author": people[0].pk, "column": column.pk}  # type: ignore[attr-defined]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE disclosures_{table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE disclosures_item DROP CONSTRAINT disclosures_published_is_whole")
        for statement in FILL.strip().split(";\n"):
            cursor.execute(statement, values)
        for key in ("new", f"agency:{agency.pk}", f"column:{column.pk}", f"agency:{agency.pk}:column:{column.pk}"):
            for statement in PLACE.strip().split(";\n"):
                cursor.execute(statement, {"key": key, "items": items})
        cursor.execute("SELECT 1")
    with connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE disclosures_{table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")
    return agency, column, people


def cleared(agency: object, column: object, people: list[object], count: int) -> list[object]:
    """Items that wait for nothing but the act."""
    from django.utils import timezone

    from gongkai.disclosures.actions import drafting, reviewing

    made = []
    now = timezone.now()
    for n in range(count):
        content = drafting.Content(title=f"量测用第{n}号通告甲{n:05d}乙", body="<p>正文。</p>", column=column)  # type: ignore[arg-type]
        item = drafting.draft(agency=agency, by=people[0], content=content, at=now)  # type: ignore[arg-type]
        reviewing.submit(item=item, by=people[0], at=now)  # type: ignore[arg-type]
        for kind, person in zip(("business", "secrecy", "issue"), people[1:], strict=True):
            reviewing.clear(revision=item.revision, kind=kind, by=person, at=now)  # type: ignore[arg-type]
        item.refresh_from_db()
        made.append(item)
    return made


def visible(item: object, root: pathlib.Path) -> bool:
    """Page, front of the column, feed and search all show the item."""
    from gongkai.search.queries import engine, results

    title = item.revision.title  # type: ignore[attr-defined]
    pk = item.pk  # type: ignore[attr-defined]
    if not (root / f"items/{pk // 1000}/{pk}.html").exists():
        return False
    link = f"/items/{pk // 1000}/{pk}.html"
    for path in ("columns/notices/index.html", "new/feed.xml"):
        file = root / path
        if not file.exists() or link not in file.read_text():
            return False
    return results.search(engine.SearchQuery(text=f'"{title}"')).total >= 1


def main() -> None:
    """Fill, publish, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--acts", type=int, default=200)
    options = parser.parse_args()
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from gongkai.disclosures.actions import publishing
    from gongkai.events import actions as events
    from gongkai.search.actions import rebuilding

    call_command("migrate", verbosity=0)
    agency, column, people = fill(options.items)
    waiting = cleared(agency, column, people, options.acts + 5)
    for name in ("portal", "search", "notices"):
        events.skip_to_end(name=name)
    began = time.perf_counter()
    rebuilding.rebuild(at=timezone.now())
    print(f"index of {options.items:,} items built in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    worker = subprocess.Popen([sys.executable, "-m", "gongkai.config.cli", "worker"], stderr=subprocess.DEVNULL)
    try:
        took, statements = [], []
        for number, item in enumerate(waiting):
            start = time.perf_counter()
            with CaptureQueriesContext(connection) as captured:
                publishing.publish(item=item, by=people[3], at=timezone.now())
            while not visible(item, settings.PUBLIC_ROOT):
                time.sleep(0.02)
                if time.perf_counter() - start > 60:
                    sys.exit(f"act {number} is not visible after a minute")
            if number >= 5:  # the first ones warm up the worker
                took.append(time.perf_counter() - start)
                statements.append(len(captured))
    finally:
        worker.terminate()
        worker.wait(30)
    took.sort()
    at = {q: took[min(len(took) - 1, int(len(took) * q))] * 1000 for q in (0.5, 0.95, 0.99)}
    print("| items already public | acts | median | 95 % | 99 % | statements of the act |\n|---|---|---|---|---|---|")
    print(
        f"| {options.items:,} | {len(took)} | {at[0.5]:.0f} ms | {at[0.95]:.0f} ms | {at[0.99]:.0f} ms "
        f"| {statistics.median(statements):.0f} |"
    )


if __name__ == "__main__":
    main()
