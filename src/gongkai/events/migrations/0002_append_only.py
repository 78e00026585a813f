"""The trail only grows: an event is sealed once and never changed or deleted."""

from django.db import migrations

from gongkai.core.constraints import Refuse

SAME = " AND ".join(
    f"(OLD.{name} = NEW.{name} OR (OLD.{name} IS NULL AND NEW.{name} IS NULL))"
    for name in ("id", "kind", "by", "about", "agency_id", "at", "data")
).replace("OLD.by", 'OLD."by"').replace("NEW.by", 'NEW."by"')


class Migration(migrations.Migration):
    dependencies = [("events", "0001_tables")]
    operations = [
        Refuse(
            table="events_event",
            on="UPDATE",
            name="events_event_is_never_changed",
            condition=f"OLD.seq IS NOT NULL OR NOT ({SAME})",
        ),
        Refuse(table="events_event", on="DELETE", name="events_event_is_never_deleted"),
    ]
