"""The database keeps a merged column closed, and its way on."""

from django.db import migrations

from gongkai.core.constraints import Refuse


class Migration(migrations.Migration):
    replaces = [
        ("catalog", "0002_superiors_catalogues"),
    ]
    dependencies = [("catalog", "0001_tables")]
    operations = [
        Refuse(
            table="catalog_column",
            on="UPDATE",
            name="catalog_merged_column_stays_closed",
            condition="(OLD.merged_into_id IS NOT NULL AND (NEW.merged_into_id IS NULL OR NEW.closed_on IS NULL)) "
            "OR NEW.merged_into_id = NEW.id",
        ),
    ]
