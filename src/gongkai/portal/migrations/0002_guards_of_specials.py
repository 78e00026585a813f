"""The database keeps the blocks of a special as they were reviewed."""

from django.db import migrations

from gongkai.core.constraints import Refuse


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0005_guards_of_specials"),
    ]
    dependencies = [("portal", "0001_tables")]
    operations = [
        Refuse(table="portal_specialtext", on="UPDATE", name="portal_special_text_is_never_changed"),
        Refuse(table="portal_specialtext", on="DELETE", name="portal_special_text_is_never_deleted"),
        Refuse(
            table="portal_specialtext",
            on="INSERT",
            name="portal_special_text_of_another_item",
            condition="NOT EXISTS (SELECT 1 FROM disclosures_revision r JOIN portal_special s ON s.item_id = r.item_id "
            "WHERE r.id = NEW.revision_id AND s.id = NEW.special_id)",
        ),
        Refuse(
            table="portal_specialtext",
            on="INSERT",
            name="portal_special_text_after_submission",
            condition="EXISTS (SELECT 1 FROM disclosures_submission n WHERE n.revision_id = NEW.revision_id)",
        ),
        Refuse(
            table="portal_special",
            on="UPDATE",
            name="portal_special_is_of_one_item",
            condition="NEW.item_id <> OLD.item_id OR NEW.slug <> OLD.slug",
        ),
        Refuse(table="portal_special", on="DELETE", name="portal_special_is_never_deleted"),
    ]
