"""The database refuses what bypasses the door: changed revisions, own clearances, items born public."""

from django.db import migrations

from gongkai.core.constraints import Refuse, append_only

class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_tables")]
    operations = [
        *append_only("disclosures_revision"),
        *append_only("disclosures_clearance"),
        *append_only("disclosures_publication"),
        *append_only("disclosures_ending"),
        *append_only("disclosures_attachment"),
        Refuse(
            table="disclosures_clearance",
            on="INSERT",
            name="disclosures_author_clears_own_text",
            condition="EXISTS (SELECT 1 FROM disclosures_revision r WHERE r.id = NEW.revision_id AND r.author_id = NEW.reviewer_id)",
        ),
        Refuse(
            table="disclosures_clearance",
            on="INSERT",
            name="disclosures_clearance_of_other_text",
            condition="NOT EXISTS (SELECT 1 FROM disclosures_revision r WHERE r.id = NEW.revision_id "
            "AND r.content_hash = NEW.content_hash)",
        ),
        Refuse(
            table="disclosures_attachment",
            on="INSERT",
            name="disclosures_attachment_after_clearance",
            condition="EXISTS (SELECT 1 FROM disclosures_clearance c WHERE c.revision_id = NEW.revision_id)",
        ),
        Refuse(
            table="disclosures_item",
            on="UPDATE",
            name="disclosures_index_no_is_never_changed",
            condition="OLD.index_no IS NOT NULL AND (NEW.index_no IS NULL OR NEW.index_no <> OLD.index_no)",
        ),
        Refuse(
            table="disclosures_item",
            on="UPDATE",
            name="disclosures_public_revision_was_not_published",
            condition="NEW.public_revision_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM disclosures_publication p "
            "WHERE p.revision_id = NEW.public_revision_id AND p.item_id = NEW.id)",
        ),
        Refuse(
            table="disclosures_item",
            on="INSERT",
            name="disclosures_item_born_public",
            condition="NEW.public_revision_id IS NOT NULL OR NEW.state = 'published'",
        ),
        Refuse(
            table="disclosures_item",
            on="DELETE",
            name="disclosures_item_is_never_deleted",
        ),
    ]
