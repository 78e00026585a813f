"""The database refuses what bypasses the door: changed or deleted versions, deleted activities."""

from django.db import migrations

from gongkai.core.constraints import Refuse


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_tables")]
    operations = [
        Refuse(table="activities_version", on="UPDATE", name="activities_version_is_never_changed"),
        Refuse(table="activities_version", on="DELETE", name="activities_version_is_never_deleted"),
        Refuse(table="activities_activity", on="DELETE", name="activities_activity_is_never_deleted"),
        # A record repeats the first record of its own agency, which repeats nothing itself.
        *[
            Refuse(
                table="activities_activity",
                on=on,
                name=f"activities_repeats_a_first_record_{on.lower()}",
                condition="NEW.same_as_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM activities_activity a "
                "WHERE a.id = NEW.same_as_id AND a.agency_id = NEW.agency_id AND a.same_as_id IS NULL)",
            )
            for on in ("INSERT", "UPDATE")
        ],
    ]
