"""So many times in so many seconds, counted in the database, so that every process of the installation counts together.

A caller is known by a keyed hash of the network address (or of whatever is guarded); no address is kept.
"""

import datetime
import hashlib
import hmac
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from gongkai.core.models import Tally

_COUNT = """
    INSERT INTO core_tally (key, count, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = core_tally.count + 1 RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most `most` times in a span of `seconds`; spans begin at fixed moments."""

    name: str
    most: int
    seconds: int


class TooMany(Exception):
    """The limit is reached; `wait` is how long until the next span begins."""

    def __init__(self, limit: Limit, wait: datetime.timedelta) -> None:
        super().__init__(limit.name)
        self.limit, self.wait = limit, wait

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, at least one."""
        return max(1, -(-int(self.wait.total_seconds()) // 60))


def count(limit: Limit, caller: str, *, at: datetime.datetime) -> int:
    """Count one more and return how many there are in this span. One statement, outside of any transaction."""
    key, ends_at = _span(limit, caller, at)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, connection.ops.adapt_datetimefield_value(ends_at)])
        (number,) = cursor.fetchone()
    return int(number)


def pass_through(limit: Limit, caller: str, *, at: datetime.datetime) -> None:
    """Count one more; raises TooMany beyond the limit."""
    if count(limit, caller, at=at) > limit.most:
        raise TooMany(limit, _span(limit, caller, at)[1] - at)


def look(limit: Limit, caller: str, *, at: datetime.datetime) -> None:
    """Raises TooMany when the limit is reached; counts nothing. For limits on failures only."""
    key, ends_at = _span(limit, caller, at)
    if Tally.objects.filter(key=key, count__gte=limit.most).exists():
        raise TooMany(limit, ends_at - at)


def forget(*, now: datetime.datetime) -> int:
    """Remove the tallies of spans that are over. Returns how many."""
    return Tally.objects.filter(ends_at__lte=now).delete()[0]


def caller(request: HttpRequest) -> str:
    """The network address a request comes from; of IPv6 the first half, which one connection owns."""
    address = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0):
        forwarded = request.headers.get("X-Forwarded-For", "")
        address = forwarded.rpartition(",")[2].strip() or address
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)


def _span(limit: Limit, caller: str, at: datetime.datetime) -> tuple[str, datetime.datetime]:
    number = int(at.timestamp()) // limit.seconds
    words = f"{limit.name}\n{caller}\n{number}"
    key = hmac.new(settings.SECRET_KEY.encode(), b"gongkai tally" + words.encode(), hashlib.sha256).hexdigest()
    return key, datetime.datetime.fromtimestamp((number + 1) * limit.seconds, tz=datetime.UTC)
