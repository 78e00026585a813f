"""The database refuses postings of anything but the public text, and whatever would blur what was posted and seen."""

from django.db import migrations

from gongkai.core.constraints import Refuse


class Migration(migrations.Migration):
    replaces = [
        ("activities", "0005_guards_of_channels"),
    ]
    dependencies = [("activities", "0002_guards")]
    operations = [
        Refuse(
            table="activities_posting",
            on="INSERT",
            name="activities_posting_of_what_is_not_public",
            condition="NOT EXISTS (SELECT 1 FROM disclosures_item i WHERE i.id = NEW.item_id "
            "AND i.state = 'published' AND i.public_revision_id = NEW.revision_id)",
        ),
        Refuse(
            table="activities_posting",
            on="UPDATE",
            name="activities_posting_is_of_one_text",
            condition="NEW.account_id <> OLD.account_id OR NEW.item_id <> OLD.item_id "
            "OR NEW.revision_id <> OLD.revision_id OR NEW.by_id <> OLD.by_id OR NEW.at <> OLD.at",
        ),
        Refuse(table="activities_posting", on="DELETE", name="activities_posting_is_never_deleted"),
        Refuse(table="activities_account", on="DELETE", name="activities_account_is_never_deleted"),
        Refuse(
            table="activities_account",
            on="UPDATE",
            name="activities_closed_account_stays_closed",
            condition="OLD.closed_on IS NOT NULL AND (NEW.closed_on IS NULL OR NEW.closed_on <> OLD.closed_on "
            "OR NEW.credentials <> '')",
        ),
        Refuse(table="activities_accountcheck", on="UPDATE", name="activities_accountcheck_is_never_changed"),
        Refuse(table="activities_accountcheck", on="DELETE", name="activities_accountcheck_is_never_deleted"),
    ]
