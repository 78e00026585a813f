"""The database keeps wordings and texts as they were, with the figures they were written for."""

from django.db import migrations

from gongkai.core.constraints import Refuse, append_only


class Migration(migrations.Migration):
    replaces = [
        ("annualreports", "0004_texts"),
    ]
    dependencies = [("annualreports", "0002_guards")]
    operations = [
        Refuse(table="annualreports_passage", on="DELETE", name="annualreports_passage_is_never_deleted"),
        Refuse(
            table="annualreports_passage",
            on="UPDATE",
            name="annualreports_passage_changes_report",
            condition="NEW.report_id <> OLD.report_id",
        ),
        *append_only("annualreports_wording"),
        *append_only("annualreports_text"),
        Refuse(
            table="annualreports_text",
            on="INSERT",
            name="annualreports_text_of_foreign_figures",
            condition="NOT EXISTS (SELECT 1 FROM annualreports_snapshot s WHERE s.id = NEW.snapshot_id "
            "AND s.report_id = NEW.report_id)",
        ),
    ]
