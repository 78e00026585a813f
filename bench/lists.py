"""Every list, board and page of an office of a district's size: how many queries, how much time of the server.

usage: GONGKAI_HOME=DIR python -m bench.lists [--only WORD …] [--rounds 7] [--variants 6]

Grows the office of `bench/office.py` in the folder where none stands (minutes; then it is used again; a demo that
stands there already is grown instead of building one). The pages are found in the resolver of addresses: every one that
answers a GET with a page and needs nothing, or something that can be picked from the office (an item in review, a
public document, the fullest column, an agency, last year …). Of a list the ways it offers itself are asked too: chips,
orders, tabs, next page, and words to find. Each is asked for as an information officer, a reviewer, the disclosure
office and somebody who holds every role, by Django's own client in this process, and the slowest of these counts.
Prints queries, and of the rounds the median and the best of the processor time the server took (SQLite is in the
same process; PostgreSQL is not, with it the clock tells) and the median by the clock; a mark stands where a page is
over 12 queries or 100 ms by the first. An office stands in PostgreSQL once `gongkai move` has carried it there.
"""

import argparse
import os
import re
import statistics as quantiles
import sys
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

QUERIES, MILLISECONDS = 12, 100
# Pages of other packages.
LEFT_OUT = ("/desk/account/",)
WORDS = "管理办法"


@dataclass
class Seen:
    """What one page took, as one person."""

    queries: int
    median: float
    best: float
    clock: float
    who: str = ""


def people() -> dict[str, Any]:
    """One person for each role that is tried, and one who holds every role, of the whole tree."""
    from django.utils import timezone

    from gongkai.accounts.models import Person, Role, RoleHolding
    from gongkai.orgs.models import Agency

    root = Agency.objects.get(parent__isnull=True)
    tried = {
        "officer": [Role.OFFICER],
        "reviewer": [Role.REVIEWER],
        "office": [Role.DISCLOSURE_OFFICE],
        "every role": list(Role),
    }
    since = timezone.localdate().replace(month=1, day=1)
    found = {}
    for name, roles in tried.items():
        person, _made = Person.objects.get_or_create(
            username=f"bench-{name.split()[0]}", defaults={"name": name, "home": root}
        )
        for role in roles:
            RoleHolding.objects.get_or_create(
                person=person, role=role, agency=root, defaults={"since": since, "with_subtree": True}
            )
        found[name] = person
    return found


def addresses() -> Iterator[tuple[str, str, Any]]:
    """Each address of our own pages: its name, its route, and what the route needs with the converter of each."""
    from django.urls import URLPattern, get_resolver

    def below(resolver: Any, prefix: str, route: str, needed: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
        for each in resolver.url_patterns:
            own, way = {**needed, **each.pattern.converters}, route + str(each.pattern)
            if isinstance(each, URLPattern):
                yield f"{prefix}{each.name or way}", way, own
            else:
                yield from below(each, f"{prefix}{each.namespace}:" if each.namespace else prefix, way, own)

    for name, route, needed in below(get_resolver(), "", "/", {}):
        if "^" not in route and not route.startswith(LEFT_OUT):
            yield name, route, needed


def samples() -> dict[str, list[Any]]:
    """What an address may need, by name: some of the office, the ones that make most work first."""
    from django.apps import apps
    from django.db.models import Count
    from django.utils import timezone

    from gongkai.disclosures.models import Item

    items = Item.objects.order_by("-id")
    document = items.filter(state="published", interpretations__isnull=False, public_revision__topic__gt="")
    picked = [document, items.filter(state="in-review"), items.filter(state="published"), items.filter(state="draft")]
    found: dict[str, list[Any]] = {
        "item_id": [rows.values_list("pk", flat=True).first() for rows in picked],
        "number": [1],
        "year": [timezone.localdate().year - 1],
        "indicator": ["disclosed.total", "normative_documents.in_force", "requests.handled.total"],
        "code": ["topics"],
        "version": [1],
    }
    many = {
        "column_id": ("catalog.Column", "revision"),
        "agency_id": ("orgs.Agency", "items"),
        "person_id": ("accounts.Person", "handovers"),
        "batch_id": ("disclosures.ImportBatch", "rows"),
        "catalogue_id": ("catalog.CatalogueImport", "entries"),
        "cleanup_id": ("disclosures.Cleanup", "entries"),
        "policy_id": ("disclosures.PolicyFile", "steps"),
        "takedown_id": ("portal.Takedown", "lines"),
        "handover_id": ("desk.Handover", "passed"),
        "account_id": ("activities.Account", "postings"),
        "report_batch_id": ("annualreports.Batch", "files"),
        "report_id": ("annualreports.Report", "snapshots"),
        "chain_id": ("disclosures.Chain", "steps"),
        "request_id": ("foi.InfoRequest", "entries"),
        "paper_id": ("activities.Paper", "lines"),
        "question_id": ("disclosures.Question", ""),
        "special_id": ("portal.Special", "texts"),
        "problem_id": ("portal.Problem", ""),
        "activity_id": ("activities.Activity", "numbers"),
        "remedy_id": ("foi.Remedy", "steps"),
        "letter_id": ("foi.Letter", "versions"),
        "duty_id": ("catalog.Obligation", ""),
    }
    for name, (label, counted) in many.items():
        rows = apps.get_model(label)._default_manager.all()
        rows = rows.annotate(n=Count(counted)).order_by("-n", "-pk") if counted else rows.order_by("-pk")
        found[name] = list(rows.values_list("pk", flat=True)[:2])
    return found


def paths() -> Iterator[tuple[str, str]]:
    """Every page to ask for: its name and its address."""
    picked = samples()
    for name, route, needed in addresses():
        if any(each not in picked for each in needed):
            continue
        tries = max((len(picked[each]) for each in needed), default=1)
        for nth in range(tries):
            values = {each: picked[each][min(nth, len(picked[each]) - 1)] for each in needed if picked[each]}
            if len(values) == len(needed) and None not in values.values():
                yield name, re.sub(r"<(?:\w+:)?(\w+)>", lambda found, values=values: str(values[found[1]]), route)


def ways(path: str, html: str, most: int) -> list[str]:
    """The other ways a list offers itself: links to its own address with a query, and words to find."""
    found: dict[str, str] = {}
    for link in re.findall(r'href="([^"]+)"', html):
        target = urllib.parse.urljoin(f"http://x{path}", link.replace("&amp;", "&"))
        parts = urllib.parse.urlsplit(target)
        if parts.path == path and parts.query and "export=" not in parts.query:
            found.setdefault(parts.query.split("=")[0], f"{path}?{parts.query}")
    html = re.sub(r'<form[^>]*method="post".*?</form>', "", html, flags=re.DOTALL)
    for name, value in re.findall(r'<select[^>]* name="(\w+)".*?<option value="([^"]+)"', html, re.DOTALL):
        found.setdefault(name, f"{path}?{urllib.parse.urlencode({name: value})}")
    chosen = list(found.values())[:most]
    forms = re.findall(r'<form[^>]*>(?=(?:(?!</form>).)*name="q")', html, re.DOTALL)
    if any("action=" not in each or f'action="{path}"' in each for each in forms):
        chosen.append(f"{path}?{urllib.parse.urlencode({'q': WORDS})}")
    return chosen


def measured(client: Any, path: str, rounds: int) -> tuple[Any, Seen] | None:
    """Ask so many times, once more before; None where it does not answer with a page."""
    from django.db import connection

    answer = client.get(path, headers={"host": "localhost"})
    if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return None
    took = []
    timer = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    for _round in range(rounds):
        connection.queries_log.clear()
        began, clock = timer(), time.perf_counter()
        answer = client.get(path, headers={"host": "localhost"})
        took.append(((timer() - began) * 1000, (time.perf_counter() - clock) * 1000))
    ours, clocks = [each[0] for each in took], [each[1] for each in took]
    return answer, Seen(len(connection.queries), quantiles.median(ours), min(ours), quantiles.median(clocks))


def told(name: str, path: str, seen: Seen) -> str:
    """One line of the table."""
    over = [
        word for word, is_over in (("queries", seen.queries > QUERIES), ("ms", seen.median > MILLISECONDS)) if is_over
    ]
    shown = urllib.parse.unquote(path)
    return (
        f"{seen.queries:>3} q {seen.median:7.1f} ms  best {seen.best:7.1f}  clock {seen.clock:7.1f}  "
        f"{name:<32} {shown[:76]:<76} {seen.who:<10} {'OVER ' + ' '.join(over) if over else ''}"
    )


def measure(options: argparse.Namespace) -> None:
    """Ask for every page and print it."""
    from django import db
    from django.core import signals
    from django.db import connection
    from django.test import Client

    clients = {}
    for name, person in people().items():
        clients[name] = Client(raise_request_exception=True)
        clients[name].force_login(person)
    signals.request_started.disconnect(db.reset_queries)
    connection.force_debug_cursor = True
    count, over = 0, []
    for name, path in paths():
        if options.only and not any(word in f"{name} {path}" for word in options.only):
            continue
        asked, done = [path], 0
        while asked:
            each = asked.pop(0)
            best = worst(clients, each, options.rounds)
            if best is None:
                continue
            answer, seen = best
            if not done:
                asked = ways(path, answer.content.decode(), options.variants)
            done += 1
            count += 1
            line = told(name, each, seen)
            if "OVER" in line:
                over.append(line)
            print(line, flush=True)
    print(f"\n{count} pages, {len(over)} of them over {QUERIES} queries or {MILLISECONDS} ms")
    print("\n".join(over))


def worst(clients: dict[str, Any], path: str, rounds: int) -> tuple[Any, Seen] | None:
    """The answer that took longest of all who may see the page; one with more queries goes before a slower one."""
    found = []
    for who, client in clients.items():
        one = measured(client, path, 1)
        if one is not None:
            found.append((one[1].queries > QUERIES, one[1].best, who))
    if not found:
        return None
    who = max(found)[2]
    one = measured(clients[who], path, rounds)
    assert one is not None, path
    one[1].who = who
    return one


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", default=[], help="pages whose name or address holds one of these words")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--variants", type=int, default=6, help="how many other ways of a list are asked for")
    return parser.parse_args()


def main() -> None:
    """Grow the office where none stands, then measure."""
    options = asked()
    import logging

    import django

    django.setup()
    logging.disable(logging.ERROR)
    from django.core.management import call_command
    from django.utils import timezone, translation

    from bench import office

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with translation.override("zh-hans"):
        office.build(out=lambda words: print(words, file=sys.stderr), at=timezone.localtime(timezone.now()))
        measure(options)


if __name__ == "__main__":
    main()
