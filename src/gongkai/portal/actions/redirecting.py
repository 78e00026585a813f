"""Old addresses kept alive: where each leads, never in a circle, never to an address that itself has moved."""

import datetime
import re
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.core import pages
from gongkai.events import actions as events
from gongkai.portal.models import BakedFile, Redirect

KEPT = events.declare("redirects.kept", gettext_lazy("{count} old addresses lead on: {reason}"))
REMOVED = events.declare("redirects.removed", gettext_lazy("The old address {path} leads on no longer"))
MOST = 300
# What the application answers itself is never a file, so nothing can be put in its place.
_ANSWERED = re.compile(r"(desk|api|search|preview|problems|requests|static|files|zh-hant|en)(/|$)|(healthz|readyz)$")
_HIDDEN = re.compile(r"(^|/)\.|//|[\x00-\x1f\\]")


class Refused(Exception):
    """An old address that cannot lead on; the message says why."""


def path_of(address: str) -> str:
    """The file at an address of this site: "columns/a/index.html" for "/columns/a/". Raises Refused."""
    path = address.strip().lstrip("/")
    path = f"{path}index.html" if not path or path.endswith("/") else path
    if _HIDDEN.search(path) or _ANSWERED.match(path) or len(path) > MOST:
        raise Refused(_("“%s” cannot be an old address here.") % address[:80])
    return path


@transaction.atomic
def keep(*, targets: Mapping[str, str], reason: str, by: str, at: datetime.datetime) -> list[Redirect]:
    """Let old paths lead to addresses of this site; what led to one of them leads on to where it leads now.

    An old path that is baked as something else keeps that page until the page goes. Raises Refused for a target that
    is no address of this site, and for an old address that would lead to itself.
    """
    rows = []
    for path, target in targets.items():
        if not target.startswith("/") or target.startswith("//") or _HIDDEN.search(target) or len(target) > MOST:
            raise Refused(_("“%s” is no address of this site.") % target[:80])
        rows.append(Redirect(path=path, target=target, reason=reason[:200], by=by, at=at))
    known = dict(Redirect.objects.values_list("path", "target")) | {row.path: row.target for row in rows}
    for row in rows:
        row.target = _end(row.target, known)
        if pages.address(row.path) == row.target:
            raise Refused(_("“%s” would lead to itself.") % row.target)
    Redirect.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["target", "reason", "by", "at"],
        batch_size=200,
    )
    _follow(known)
    events.record(KEPT, by=by, about="redirects", at=at, data={"count": len(rows), "reason": reason})
    return list(Redirect.objects.filter(path__in=targets).order_by("path"))


@transaction.atomic
def remove(*, redirect: Redirect, by: str, at: datetime.datetime) -> str:
    """Let an old address be as if it had never been. Returns its path."""
    path = redirect.path
    redirect.delete()
    events.record(REMOVED, by=by, about="redirects", at=at, data={"path": path})
    return path


def paths_below(folders: Iterable[str]) -> list[str]:
    """The pages baked below some folders, among them those of agencies' own lists. One query for each folder."""
    found: set[str] = set()
    for folder in folders:
        found.update(BakedFile.objects.filter(path__startswith=folder).values_list("path", flat=True))
    return sorted(found)


def _end(target: str, known: Mapping[str, str]) -> str:
    """Where an address leads in the end."""
    seen = {target}
    while (following := known.get(_file(target))) is not None:
        if following in seen:
            return target
        seen.add(following)
        target = following
    return target


def _follow(known: Mapping[str, str]) -> None:
    """Let the rows that stand lead straight to the end."""
    changed = []
    for row in Redirect.objects.select_for_update().order_by("pk"):
        end = _end(row.target, known)
        if end != row.target and end != pages.address(row.path):
            row.target = end
            changed.append(row)
    Redirect.objects.bulk_update(changed, ["target"], batch_size=200)


def _file(address: str) -> str:
    path = address.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path
