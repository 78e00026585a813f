"""The query code may be given anew; number, arrival and all else that the receipt says stays as it was."""

from django.db import migrations

from gongkai.core import constraints

KEPT_BEFORE = ('agency_id', 'year', 'serial', 'number', 'code_hash', 'arrived_on', 'entered_at', 'applicant_id')
KEPT = tuple(name for name in KEPT_BEFORE if name not in {"code_salt", "code_hash"})


class Migration(migrations.Migration):
    dependencies = [("foi", "0008_reminder_rules")]

    operations = [
        constraints.Lift(
            table="foi_inforequest",
            on="UPDATE",
            name="foi_number_and_arrival_are_never_changed",
            condition=" OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT_BEFORE),
        ),
        constraints.Refuse(
            table="foi_inforequest",
            on="UPDATE",
            name="foi_what_the_receipt_says_is_never_changed",
            condition=" OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT),
        ),
        constraints.Refuse(
            table="foi_inforequest",
            on="UPDATE",
            name="foi_code_without_new_salt",
            condition="NEW.code_hash <> OLD.code_hash AND NEW.code_salt = OLD.code_salt",
        ),
    ]
