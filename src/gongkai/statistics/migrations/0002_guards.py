"""The database refuses what bypasses the door: changed or deleted statements."""

from django.db import migrations

from gongkai.core.constraints import Refuse


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_tables")]
    operations = [
        Refuse(table="statistics_statement", on="UPDATE", name="statistics_statement_is_never_changed"),
        Refuse(table="statistics_statement", on="DELETE", name="statistics_statement_is_never_deleted"),
    ]
