"""The database refuses what bypasses the door: changed snapshots, figures added later, foreign snapshots made public."""

from django.db import migrations

from gongkai.core.constraints import Refuse, append_only


class Migration(migrations.Migration):
    dependencies = [("annualreports", "0001_tables")]
    operations = [
        *append_only("annualreports_original"),
        *append_only("annualreports_snapshot"),
        *append_only("annualreports_figure"),
        *append_only("annualreports_correction"),
        *append_only("annualreports_release"),
        # Positions are unique and a snapshot is written with all its figures, so nothing can be added afterwards.
        Refuse(
            table="annualreports_figure",
            on="INSERT",
            name="annualreports_figure_of_frozen_snapshot",
            condition="NOT EXISTS (SELECT 1 FROM annualreports_snapshot s WHERE s.id = NEW.snapshot_id "
            "AND NEW.position >= 1 AND NEW.position <= s.figure_count)",
        ),
        Refuse(
            table="annualreports_report",
            on="UPDATE",
            name="annualreports_snapshot_of_another_report",
            condition="(NEW.snapshot_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM annualreports_snapshot s "
            "WHERE s.id = NEW.snapshot_id AND s.report_id = NEW.id)) OR (NEW.public_snapshot_id IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM annualreports_release r WHERE r.snapshot_id = NEW.public_snapshot_id "
            "AND r.report_id = NEW.id AND r.kind = 'publish'))",
        ),
        Refuse(
            table="annualreports_report",
            on="INSERT",
            name="annualreports_report_born_public",
            condition="NEW.public_snapshot_id IS NOT NULL OR NEW.state = 'published'",
        ),
        Refuse(table="annualreports_report", on="DELETE", name="annualreports_report_is_never_deleted"),
    ]
