"""The database refuses verdicts after the close, a close without its announcement, and endings by what they end."""

from django.db import migrations

from gongkai.core.constraints import Refuse, append_only

CLOSED = "EXISTS (SELECT 1 FROM disclosures_cleanup k WHERE k.id = {row}.cleanup_id AND k.closed_at IS NOT NULL)"


class Migration(migrations.Migration):
    replaces = [
        ("disclosures", "0013_document_guards"),
    ]
    dependencies = [("disclosures", "0003_guards_of_chains")]
    operations = [
        Refuse(
            table="disclosures_ending",
            on="INSERT",
            name="disclosures_ended_by_what_is_not_public",
            condition="NEW.act_id IS NOT NULL AND (NEW.act_id = NEW.item_id OR NOT EXISTS "
            "(SELECT 1 FROM disclosures_item i WHERE i.id = NEW.act_id AND i.state = 'published'))",
        ),
        Refuse(
            table="disclosures_ending",
            on="INSERT",
            name="disclosures_amended_text_was_not_published",
            condition="NEW.amended_id IS NOT NULL AND (NEW.kind <> 'amend' OR NOT EXISTS (SELECT 1 "
            "FROM disclosures_publication p WHERE p.revision_id = NEW.amended_id AND p.item_id = NEW.item_id))",
        ),
        Refuse(table="disclosures_interpretation", on="UPDATE", name="disclosures_interpretation_is_never_changed"),
        Refuse(
            table="disclosures_cleanup",
            on="UPDATE",
            name="disclosures_cleanup_changed_after_its_close",
            condition="OLD.closed_at IS NOT NULL OR NEW.agency_id <> OLD.agency_id OR NEW.as_of <> OLD.as_of",
        ),
        Refuse(
            table="disclosures_cleanup",
            on="UPDATE",
            name="disclosures_cleanup_closed_before_its_end",
            condition="NEW.closed_at IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM disclosures_item i "
            "WHERE i.id = NEW.announcement_id AND i.state = 'published') OR EXISTS (SELECT 1 "
            "FROM disclosures_cleanupentry e WHERE e.cleanup_id = NEW.id AND e.verdict = ''))",
        ),
        Refuse(table="disclosures_cleanup", on="DELETE", name="disclosures_cleanup_is_never_deleted"),
        Refuse(
            table="disclosures_cleanupentry",
            on="INSERT",
            name="disclosures_document_added_after_the_close",
            condition=CLOSED.format(row="NEW"),
        ),
        Refuse(
            table="disclosures_cleanupentry",
            on="UPDATE",
            name="disclosures_verdict_changed_after_the_close",
            condition="NEW.cleanup_id <> OLD.cleanup_id OR NEW.item_id <> OLD.item_id OR " + CLOSED.format(row="OLD"),
        ),
        Refuse(table="disclosures_cleanupentry", on="DELETE", name="disclosures_cleanupentry_is_never_deleted"),
        *append_only("disclosures_confirmation"),
    ]
