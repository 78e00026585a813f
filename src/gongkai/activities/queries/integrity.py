"""Whether activities still say what their newest version says."""

from collections.abc import Iterator

from django.db.models import F

from gongkai.activities.models.records import Version


def drifted() -> Iterator[str]:
    """In words: activities that differ from their newest version in kind, year, title or channel, or stand struck."""
    rows = Version.objects.filter(number=F("activity__version")).select_related("activity").order_by("pk")
    for version in rows.iterator(chunk_size=500):
        row, said = version.activity, version.content
        now = {"kind": row.kind, "year": row.year, "title": row.title, "channel": row.channel}
        differs = any(said[name] != value for name, value in now.items())
        if differs or (row.struck_at is not None) != (version.act == Version.Act.STRIKE):
            yield f"活动记录 {row.title}（编号 {row.pk}）与其最新版本不符"
