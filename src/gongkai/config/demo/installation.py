"""Where the demo goes: what stands there, taking an older demo away, and saying what to do next."""

import enum
import os
import shutil
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core import management
from django.db import connection, connections
from django.utils import timezone

from gongkai.config.demo import build, city, opening
from gongkai.core import background
from gongkai.core.models import Worker
from gongkai.orgs.models import Agency

SIGN_INS = (
    ("xuruolan", "信息员", "市住房和城乡建设局"),
    ("zhouboqian", "审核", "市住房和城乡建设局"),
    ("bairuochuan", "保密审查", "全市"),
    ("luzhixing", "签发", "全市"),
    ("linkexin", "公开办", "全市"),
    ("dingyifan", "运维", "全市"),
)


class Ground(enum.Enum):
    """What stands in the database."""

    EMPTY = "empty"
    DEMO = "demo"
    OTHER = "other"


def ground() -> Ground:
    """Whether the database holds nothing yet, the demo, or somebody's real data."""
    if Agency._meta.db_table not in connection.introspection.table_names():
        return Ground.EMPTY
    codes = set(Agency.objects.filter(parent__isnull=True).values_list("code", "division_code"))
    if not codes:
        return Ground.EMPTY
    government = city.offices()["gov"]
    return Ground.DEMO if codes == {(government.code, government.division)} else Ground.OTHER


def run(*, reset: bool, items: int) -> int:
    """Build the demo unless it stands; with `reset` take it away first. Returns the command's exit code."""
    stands = ground()
    if stands is Ground.OTHER:
        return _refused(
            "This installation holds agencies that are not the demo's. Name another folder in GONGKAI_HOME."
        )
    if stands is Ground.DEMO and not reset:
        _write(f"The demo stands already in {settings.HOME}. Nothing was changed.\n\n{_next()}")
        _write("To build it anew and lose what was tried in it: gongkai demo --reset")
        return 0
    if reset:
        if stands is Ground.DEMO and _is_served():
            return _refused("The demo is being served. Stop `gongkai serve` first.")
        remove()
    began = time.monotonic()
    _progress("bringing the database to this version")
    management.call_command("migrate", verbosity=0, interactive=False)
    processes = min(4, os.cpu_count() or 1)
    built = build.build(out=_progress, at=timezone.now(), items=items, processes=processes)
    _write(
        f"The demo stands in {settings.HOME}: {built.agencies} agencies, {built.columns} columns, "
        f"{built.people} people, {built.items} items of which {built.public_items} are public. "
        f"It took {time.monotonic() - began:.0f} s.\n\n{_next()}"
    )
    return 0


def remove() -> None:
    """Take away the database's content, the pages, the index and the files; the secret stays. Asks nobody."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        connections.close_all()
        for path in (name, f"{name}-wal", f"{name}-shm"):
            Path(path).unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for folder in (settings.PUBLIC_ROOT, settings.INDEX_ROOT, settings.FILES_ROOT):
        shutil.rmtree(folder, ignore_errors=True)


def _is_served() -> bool:
    now = timezone.now()
    return any(not background.is_dead(worker, now=now) for worker in Worker.objects.all())


def _next() -> str:
    lines = [f"  {username:<12} {role}，{place}" for username, role, place in SIGN_INS]
    return "\n".join(
        [
            "Next: gongkai serve",
            f"  portal  {settings.SITE_ADDRESS}/",
            f"  desk    {settings.SITE_ADDRESS}/desk/",
            f"Sign in with the password {opening.PASSWORD} as one of",
            *lines,
            "Everybody else in the demo has the same password: it is for trying, never for a public machine.",
        ]
    )


def _progress(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


def _write(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def _refused(words: str) -> int:
    sys.stderr.write(f"gongkai demo: {words}\n")
    return 1
