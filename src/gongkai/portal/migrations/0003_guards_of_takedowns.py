"""The database keeps the record of a takedown: who ordered it and why, and what was removed where."""

from django.db import migrations

from gongkai.core.constraints import Refuse


class Migration(migrations.Migration):
    replaces = [
        ("portal", "0008_guards_of_takedowns"),
    ]
    dependencies = [("portal", "0002_guards_of_specials")]
    operations = [
        Refuse(table="portal_takedown", on="DELETE", name="portal_takedown_is_never_deleted"),
        Refuse(
            table="portal_takedown",
            on="UPDATE",
            name="portal_takedown_order_is_never_changed",
            condition="NEW.reason <> OLD.reason OR NEW.ordered_by <> OLD.ordered_by OR NEW.ordered_at <> OLD.ordered_at "
            "OR (OLD.finished_at IS NOT NULL AND (NEW.finished_at IS NULL OR NEW.finished_at <> OLD.finished_at))",
        ),
        Refuse(table="portal_takedownline", on="DELETE", name="portal_takedown_line_is_never_deleted"),
        Refuse(
            table="portal_takedownline",
            on="UPDATE",
            name="portal_takedown_line_stays_as_it_was_seen",
            condition="NEW.item_id <> OLD.item_id OR NEW.takedown_id <> OLD.takedown_id "
            "OR (OLD.removed_at IS NOT NULL AND (NEW.removed_at IS NULL OR NEW.removed_at <> OLD.removed_at "
            "OR NEW.places <> OLD.places))",
        ),
        Refuse(
            table="portal_takedownline",
            on="INSERT",
            name="portal_takedown_line_after_its_end",
            condition="EXISTS (SELECT 1 FROM portal_takedown t WHERE t.id = NEW.takedown_id AND t.finished_at IS NOT NULL)",
        ),
    ]
