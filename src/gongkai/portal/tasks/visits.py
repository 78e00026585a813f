"""Visits, counted each night from the logs of the server in front: numbers by day and page, nothing of who it was.

Logs are rotated away, so days once counted are kept in `visits.json` in the installation's folder.
"""

import datetime
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.core import access_logs, background, backup, schedule

PAGES, FILES = "pages", "files"
EDITIONS = ("zh-hant", "en")
LISTED, KEPT_DAYS = 100, 3 * 366
# What is no page of the portal, or is fetched besides one.
_APART = re.compile(r"/(?:desk|static|api|scheme|healthz|readyz|preview|search/suggest|problems)(?:/|$)")


def read_as(path: str) -> tuple[Sequence[str], str]:
    """As what a fetch counts: a page, also of its edition, or a file of an item; and under which address."""
    first, _slash, rest = path.lstrip("/").partition("/")
    edition = (first,) if first in EDITIONS else ()
    own = f"/{rest}" if edition else path
    if own.startswith("/files/"):
        return (FILES,), ""
    if _APART.match(own) or not own.endswith(("/", ".html")):
        return (), ""
    return (PAGES, *edition), own


def count(*, at: datetime.datetime) -> None:
    """Read the logs and bring what is kept up to date. A day of which a log holds only a part keeps what it had."""
    found = access_logs.visits(logs=access_logs.files(settings.ACCESS_LOG), read_as=read_as)
    if found.since is None:
        return
    days: dict[str, dict[str, int]] = kept().get("days", {})
    for day, counts in found.days.items():
        before = days.get(day.isoformat(), {})
        days[day.isoformat()] = {kind: max(counts.get(kind, 0), before.get(kind, 0)) for kind in {*counts, *before}}
    first = (timezone.localdate(at) - datetime.timedelta(days=KEPT_DAYS)).isoformat()
    most = sorted(found.names.items(), key=lambda each: (-each[1], each[0]))[:LISTED]
    content = {
        "days": {day: days[day] for day in sorted(days) if day >= first},
        "most": most,
        "since": found.since.isoformat(),
        "until": found.until.isoformat() if found.until else "",
        "is_cut": found.is_cut,
    }
    written = _file().with_suffix(".new")
    written.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    written.replace(_file())


def kept() -> dict[str, Any]:
    """What was counted so far; nothing where nothing was."""
    try:
        found: dict[str, Any] = json.loads(_file().read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _file() -> Path:
    return Path(settings.HOME) / backup.VISITS


@background.background(attempts=3)
def count_again() -> None:
    """Count what the logs hold now."""
    count(at=timezone.now())


@schedule.every("portal.visits", 24 * 60 * 60)
def count_by_night(now: datetime.datetime) -> None:
    """Have the logs read once a day, where there are any."""
    if settings.ACCESS_LOG:
        count_again.enqueue()
