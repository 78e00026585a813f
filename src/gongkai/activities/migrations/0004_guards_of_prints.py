"""The database keeps prints as they were made, of public texts alone, and each confirmed once."""

from django.db import migrations

from gongkai.core.constraints import Refuse

_KEPT = ("agency_id", "kind", "year", "number", "title", "by_id", "at", "word_id")
_CHANGED = " OR ".join(f'NEW."{name}" <> OLD."{name}"' for name in _KEPT)


class Migration(migrations.Migration):
    replaces = [
        ("activities", "0007_guards_of_prints"),
    ]
    dependencies = [("activities", "0003_guards_of_channels")]
    operations = [
        Refuse(
            table="activities_paper",
            on="UPDATE",
            name="activities_print_is_never_changed",
            condition=f"{_CHANGED} OR COALESCE(NEW.point_id, 0) <> COALESCE(OLD.point_id, 0) "
            "OR (OLD.pdf_id IS NOT NULL AND (NEW.pdf_id IS NULL OR NEW.pdf_id <> OLD.pdf_id))",
        ),
        Refuse(
            table="activities_paper",
            on="UPDATE",
            name="activities_print_is_confirmed_once",
            condition="OLD.confirmed_on IS NOT NULL AND (NEW.confirmed_on IS NULL "
            "OR NEW.confirmed_on <> OLD.confirmed_on OR NEW.confirmed_name <> OLD.confirmed_name)",
        ),
        Refuse(table="activities_paper", on="DELETE", name="activities_print_is_never_deleted"),
        Refuse(
            table="activities_paperline",
            on="INSERT",
            name="activities_print_of_what_is_not_public",
            condition="NOT EXISTS (SELECT 1 FROM disclosures_item i WHERE i.id = NEW.item_id "
            "AND i.state = 'published' AND i.public_revision_id = NEW.revision_id)",
        ),
        Refuse(
            table="activities_paperline",
            on="UPDATE",
            name="activities_print_line_is_never_changed",
            condition="NEW.paper_id <> OLD.paper_id OR NEW.item_id <> OLD.item_id "
            "OR NEW.revision_id <> OLD.revision_id OR NEW.copies <> OLD.copies",
        ),
        Refuse(table="activities_paperline", on="DELETE", name="activities_print_line_is_never_deleted"),
        Refuse(table="activities_readingpoint", on="DELETE", name="activities_reading_point_is_never_deleted"),
    ]
