"""An office of a district's size, grown on SQLite from a demo: its rows copied in bulk until a year of it is full.

    from bench import office
    office.build(out=print, at=timezone.now())        # in GONGKAI_HOME, migrated anew; nothing where one stands

The size is that of 坪山区 in 2017, as its report tells it: 6 channels with 108 columns of the first level and 420 of
the second, 25,520 items published within a year in eight categories. Each is a copy of a published item of the demo
with everything around it (texts, opinions, frozen chain, publication, attachments, endings, trail), moved to a day of
the year and into a column of its category; 4,000 of them are normative documents. What waits for somebody is copied
twelvefold, and the rest of the desk (accounts, postings, questions, duties, takedowns …) is brought to the same size.
The rows are sound by the way they are made: keys and guards are not asked for each.
"""

import datetime
import random
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

DEMO_ITEMS = 600
ITEMS = 25_520
# How many of the year in each category, and the columns they stand in: by kind, or by words of their names.
CATEGORIES: dict[str, tuple[int, str]] = {
    "工作动态": (7325, "c.kind = 'news'"),
    "通知公告": (1337, "c.name = '通知公告'"),
    "财政资金": (166, "c.name IN ('三公经费', '政府债务', '专项资金', '绩效评价', '财政信息', '预算决算')"),
    "统计数据": (38, "c.name IN ('统计信息', '统计公报', '月度数据', '普查和调查')"),
    "人事信息": (158, "c.name IN ('人事任免', '公务员和事业单位招考', '领导信息')"),
    "业务工作": (1554, "c.kind = 'data'"),
    "常见问题": (1584, "c.name IN ('办事指南', '政策解读', '机关职能')"),
    "其他信息": (13_358, "c.kind IN ('notice', 'static')"),
}
DOCUMENTS = 4000
COLUMNS_BELOW = 420
FIRST_LEVEL = 108
WAITING_TIMES = 12
STEP = 1_000_000

# Tables of an item: how its rows are found, and which columns say something else in a copy.
_ITEM = ("o.id = p.item", {"revision_id": "key", "public_revision_id": "key", "index_no": "number"})
_OF_ITEM = ("o.item_id = p.item", {"item_id": "key"})
_OF_REVISION = (
    "o.revision_id IN (SELECT id FROM disclosures_revision WHERE item_id = p.item)",
    {"revision_id": "key"},
)
_OF_SUBMISSION = (
    "o.submission_id IN (SELECT s.id FROM disclosures_submission s JOIN disclosures_revision r ON r.id = s.revision_id "
    "WHERE r.item_id = p.item)",
    {"submission_id": "key"},
)
AROUND: dict[str, tuple[str, dict[str, str]]] = {
    "disclosures_item": _ITEM,
    "disclosures_revision": (
        "o.item_id = p.item",
        {"item_id": "key", "column_id": "COALESCE(p.column_id, o.column_id)"},
    ),
    "disclosures_attachment": _OF_REVISION,
    "disclosures_clearance": _OF_REVISION,
    "disclosures_submission": _OF_REVISION,
    "disclosures_requiredstep": _OF_SUBMISSION,
    "disclosures_openstep": ("o.item_id = p.item", {"item_id": "key", "step_id": "key"}),
    "disclosures_publication": ("o.item_id = p.item", {"item_id": "key", "revision_id": "key"}),
    "disclosures_ending": _OF_ITEM,
    "disclosures_interpretation": ("o.document_id = p.item", {"document_id": "key"}),
    "disclosures_exemption": ("o.document_id = p.item", {"document_id": "key"}),
    "disclosures_cleanupentry": _OF_ITEM,
    "events_event": (
        "o.about = 'item:' || p.item",
        {"about": f"'item:' || (p.n * {STEP} + p.item)", "seq": "key"},
    ),
}  # fmt: skip
MOMENTS = {
    *("created_at", "changed_at", "at", "first_published_at", "published_at", "publish_at", "since_at", "noticed_at"),
}
DAYS = {"formed_on", "effective_on", "expires_on", "due_on", "on"}

# What else fills the desk; {step} is the stride of keys, n counts the copies.
TIMES = "WITH RECURSIVE times(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < {times}) "
MORE: tuple[tuple[int, str, dict[str, str]], ...] = (
    (15, "activities_account", {"name": "o.name || '（' || n || '）'", "is_automatic": "0", "connector": "''"}),
    (3, "activities_activity", {"same_as_id": "NULL", "is_only": "0"}),
    (3, "activities_number", {"activity_id": "key"}),
    (3, "activities_version", {"activity_id": "key"}),
    (4, "catalog_obligation", {"code": "o.code || '-' || n"}),
    (12, "catalog_catalogueimport", {}),
    (12, "catalog_catalogueentry", {"batch_id": "key"}),
    (40, "disclosures_importbatch", {}),
    (40, "disclosures_importrow", {"batch_id": "key", "item_id": "NULL", "fingerprint": "''"}),
    (30, "disclosures_policyfile", {"document_id": "NULL", "title": "o.title || n"}),
    (30, "disclosures_policystep", {"file_id": "key"}),
    (20, "notices_notice", {"event_id": "NULL"}),
    (60, "portal_problem", {"code": "o.code || n"}),
    (250, "portal_redirect", {"path": "o.path || n"}),
)  # fmt: skip
EXTRAS = (
    # Postings of the newest items, one of eight failed, one of eight on its way.
    """INSERT INTO activities_posting (state, progress, address, tries, next_at, error, at, posted_at, account_id,
        by_id, item_id, revision_id)
    SELECT CASE i.id % 8 WHEN 0 THEN 'failed' WHEN 1 THEN 'waiting' ELSE 'posted' END, '{}', '', 1,
        CASE i.id % 8 WHEN 1 THEN i.published_at END, CASE i.id % 8 WHEN 0 THEN '服务没有应答' ELSE '' END,
        i.published_at, i.published_at, a.id, a.responsible_id, i.id, i.public_revision_id
    FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY published_at DESC) AS rank FROM disclosures_item
        WHERE state = 'published' ORDER BY published_at DESC LIMIT 4000) i
    JOIN (SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS rank, COUNT(*) OVER () AS all_of FROM activities_account) a
        ON a.rank = 1 + i.rank % a.all_of""",
    # Another agency is asked about every item in review; a third has answered, half of the rest are late.
    """INSERT INTO disclosures_question (content_hash, text, regime, silence, days, due_on, by, at, agency_id,
        revision_id, superior_id)
    SELECT r.content_hash, '请就文中涉及贵单位的内容提出意见。', '2019', 'decide', 15,
        date('now', (i.id % 40 - 20) || ' days'), 'person:1', i.changed_at, a.id, r.id, a.parent_id
    FROM disclosures_item i JOIN disclosures_revision r ON r.id = i.revision_id
    JOIN orgs_agency a ON a.id = 2 + i.id % 40 AND a.id <> i.agency_id AND a.parent_id IS NOT NULL
    WHERE i.state = 'in-review' AND NOT EXISTS (SELECT 1 FROM disclosures_question q WHERE q.revision_id = r.id)""",
    """INSERT INTO disclosures_opinion (kind, text, "on", at, by_id, question_id)
    SELECT CASE q.id % 6 WHEN 0 THEN 'agree' ELSE 'disagree' END, CASE q.id % 6 WHEN 0 THEN '' ELSE '数据尚未核实' END,
        date(q.at), q.at, (SELECT MIN(id) FROM accounts_person), q.id
    FROM disclosures_question q WHERE q.id % 3 = 0
        AND NOT EXISTS (SELECT 1 FROM disclosures_opinion o WHERE o.question_id = q.id)""",
    # Whoever is asked to look after an item that somebody else wrote.
    """INSERT INTO disclosures_keeper (by, at, item_id, person_id)
    SELECT 'person:1', i.changed_at, i.id, r.author_id FROM disclosures_item i
    JOIN disclosures_revision r ON r.id = i.revision_id WHERE i.state IN ('draft', 'returned') AND i.id % 5 = 0""",
    TIMES.format(times=60)
    + """INSERT INTO portal_takedown (reason, public_note, title_shown, sought, ordered_by, ordered_at, finished_at)
    SELECT '内容涉及个人隐私', '', 0, '身份证', 'person:1', datetime('now', -n || ' days'),
        datetime('now', -n || ' days') FROM times""",
    """INSERT INTO portal_takedownline (removed_at, refused, places, fetches, item_id, takedown_id)
    SELECT t.finished_at, '', '[]', NULL, i.id, t.id
    FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS rank FROM disclosures_item WHERE state = 'withdrawn') i
    JOIN portal_takedown t ON i.rank % 5 = t.id % 5""",
    TIMES.format(times=40)
    + """INSERT INTO desk_handover (at, by_id, person_id)
    SELECT datetime('now', -n || ' days'), 1, p.id FROM times
    JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS rank FROM accounts_person) p ON p.rank = 1 + n % 30""",
    """INSERT INTO desk_passed (kind, subject, title, "before", "after", was, handover_id, to_id)
    SELECT 'text', i.id, '一条信息', NULL, NULL, '{}', h.id, 1 FROM desk_handover h
    JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS rank FROM disclosures_item WHERE state = 'draft') i
        ON i.rank % 20 = h.id % 20""",
    """INSERT INTO notices_message (way, state, tries, next_at, sent_at, error, notice_id)
    SELECT 'email', CASE id % 9 WHEN 0 THEN 'failed' ELSE 'sent' END, 1, at, CASE id % 9 WHEN 0 THEN NULL ELSE at END,
        CASE id % 9 WHEN 0 THEN '服务没有应答' ELSE '' END, id FROM notices_notice""",
)


def build(*, out: Callable[[str], None], at: datetime.datetime) -> None:
    """Build it in the installation's database, unless one stands there already. A demo that stands is grown."""
    from gongkai.config.demo import installation
    from gongkai.disclosures.actions import reckoning
    from gongkai.disclosures.models import Item

    if Item.objects.filter(pk__gt=STEP).exists():
        return
    if connection.vendor != "sqlite":
        raise SystemExit("an office is grown on SQLite only")
    if not Item.objects.exists():
        installation.run(reset=False, items=DEMO_ITEMS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _sql in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        out("columns")
        shape_columns(cursor)
        out("items")
        plan(cursor, at)
        for table, (found, changed) in AROUND.items():
            copy(cursor, table, f"plan p JOIN {table} o ON {found}", changed, "p.days", "p.n")
        out("everything else")
        for times, table, changed in MORE:
            source = f"times JOIN {table} o ON o.id < {STEP}"
            copy(cursor, table, source, changed, "0", "n", before=TIMES.format(times=times))
        for statement in EXTRAS:
            cursor.execute(statement)
        for _name, sql in guards:
            cursor.execute(sql)
    out("what is owed")
    reckoning.reckon(on=at.date(), at=at)
    out("index")
    call_command("index", verbosity=0)


def copy(
    cursor: Any, table: str, source: str, changed: dict[str, str], days: str, number: str, before: str = ""
) -> None:
    """Copy the rows `o` of a source under new keys; columns keep their values but dates, keys and what is `changed`."""
    cursor.execute(f"PRAGMA table_info({table})")
    columns = [row[1] for row in cursor.fetchall()]
    values = []
    for column in columns:
        how = changed.get(column, "")
        if column == "id" or how == "key":
            values.append(f'{number} * {STEP} + o."{column}"')
        elif how == "number":
            values.append(f"o.\"{column}\" || '-' || {number}")
        elif how:
            values.append(how)
        elif column in MOMENTS:
            values.append(f"datetime(o.\"{column}\", {days} || ' days')")
        elif column in DAYS:
            values.append(f"date(o.\"{column}\", {days} || ' days')")
        else:
            values.append(f'o."{column}"')
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f"{before}INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {source}")


def shape_columns(cursor: Any) -> None:
    """Put the demo's columns below its six channels as the second of two levels, with a first level between."""
    cursor.execute("SELECT id, sort_path FROM catalog_column WHERE parent_id IS NULL ORDER BY sort_path")
    channels = cursor.fetchall()
    cursor.execute("SELECT id, path, name FROM catalog_column WHERE parent_id IS NOT NULL ORDER BY sort_path")
    below = cursor.fetchall()[:COLUMNS_BELOW]
    every = -(-len(below) // (FIRST_LEVEL - len(channels)))
    made = 0
    for number, (channel, sort_path) in enumerate(channels, start=1):
        own = [row for row in below if row[1].startswith(f"/{channel}/")]
        last = number == len(channels)
        count = FIRST_LEVEL - made if last else max(1, -(-len(own) // every))
        size = max(1, -(-len(own) // count))
        for place in range(count):
            made += 1
            first = STEP + made
            order = f"{sort_path}{place:05d}-{first:09d}/"
            cursor.execute(
                "INSERT INTO catalog_column (id, slug, name, block, kind, description, keywords, parent_id, owner_id, "
                "legal_item, path, sort_path, position) SELECT %s, %s, %s, block, kind, '', '', id, owner_id, "
                "legal_item, %s, %s, %s FROM catalog_column WHERE id = %s",
                [first, f"first-{made}", f"第{made}栏", f"/{channel}/{first}/", order, place, channel],
            )
            _below(cursor, channel, first, order, own[place * size : (place + 1) * size])


def _below(cursor: Any, channel: int, first: int, order: str, columns: Iterable[tuple[int, str, str]]) -> None:
    names = set()
    for place, (column, _path, name) in enumerate(columns):
        shown = f"{name}（{column}）" if name in names else name
        names.add(name)
        cursor.execute(
            "UPDATE catalog_column SET parent_id = %s, name = %s, path = %s, sort_path = %s, position = %s "
            "WHERE id = %s",
            [first, shown, f"/{channel}/{first}/{column}/", f"{order}{place:05d}-{column:09d}/", place, column],
        )


def plan(cursor: Any, at: datetime.datetime) -> None:
    """Say in a table `plan` which item of the demo is copied as number n, by how many days moved, into which column."""
    rnd = random.Random(2)
    cursor.execute("CREATE TEMP TABLE plan (n INTEGER PRIMARY KEY, item INTEGER, days INTEGER, column_id INTEGER)")
    published = "SELECT i.id, date(i.published_at), i.agency_id FROM disclosures_item i JOIN disclosures_revision r "
    published += "ON r.id = i.public_revision_id WHERE i.amendment = '' AND r.doc_no {} '' ORDER BY i.id"
    cursor.execute(published.format("="))
    plain = cursor.fetchall()
    cursor.execute(published.format("<>") + "")
    documents = cursor.fetchall()
    cursor.execute("SELECT COUNT(*) FROM disclosures_item WHERE published_at > %s", [at - datetime.timedelta(365)])
    missing = ITEMS - cursor.fetchone()[0]
    wanted = [name for name, (count, _where) in CATEGORIES.items() for _each in range(count)]
    rnd.shuffle(wanted)
    columns = {name: _columns(cursor, where) for name, (_count, where) in CATEGORIES.items()}
    rows, left = [], DOCUMENTS
    for number, name in enumerate(wanted[:missing], start=1):
        day = at.date() - datetime.timedelta(1 + (missing - number) * 363 // missing)
        is_document = name == "其他信息" and left > 0
        left -= is_document
        item, was, agency = rnd.choice(documents if is_document else plain)
        days = (day - datetime.date.fromisoformat(was)).days
        # An agency writes into a few columns of each category, not into all.
        column = columns[name][(agency * 7 + rnd.randrange(3)) % len(columns[name])]
        rows.append((number, item, days, None if is_document else column))
    cursor.execute("SELECT id FROM disclosures_item WHERE state <> 'published' OR amendment <> '' ORDER BY id")
    waiting = [item for (item,) in cursor.fetchall()]
    for times in range(WAITING_TIMES):
        rows += [(len(rows) + place, item, -times, None) for place, item in enumerate(waiting, start=1)]
    cursor.executemany("INSERT INTO plan VALUES (%s, %s, %s, %s)", rows)


def _columns(cursor: Any, where: str) -> list[int]:
    cursor.execute(f"SELECT c.id FROM catalog_column c WHERE {where} AND c.closed_on IS NULL AND c.id < {STEP}")
    return [column for (column,) in cursor.fetchall()]
