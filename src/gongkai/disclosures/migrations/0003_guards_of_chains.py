"""The database refuses what the frozen chain forbids: skipped steps, own texts, two steps by one, publication before."""

from django.db import migrations

from gongkai.core.constraints import Refuse, append_only

NEWEST = "(SELECT MAX(s.id) FROM disclosures_submission s WHERE s.revision_id = NEW.revision_id)"
TEXT = (
    "EXISTS (SELECT 1 FROM disclosures_revision r WHERE r.id = NEW.revision_id AND r.content_hash = NEW.content_hash)"
)
FORCED = (
    "EXISTS (SELECT 1 FROM disclosures_forcedissue f WHERE f.revision_id = NEW.revision_id "
    "AND f.content_hash = NEW.content_hash)"
)
PASSED = (
    "EXISTS (SELECT 1 FROM disclosures_clearance c WHERE c.revision_id = NEW.revision_id AND c.kind = q.kind "
    "AND c.opinion = 'pass' AND c.content_hash = NEW.content_hash)"
)


def wrote(person: str, revision: str = "NEW.revision_id", also: str = "") -> str:
    """That a person wrote any text of the item since the one that is public."""
    return (
        "EXISTS (SELECT 1 FROM disclosures_revision r JOIN disclosures_revision e ON e.item_id = r.item_id "
        f"WHERE r.id = {revision} AND e.author_id = {person} AND e.number > COALESCE((SELECT MAX(o.number) "
        "FROM disclosures_revision o JOIN disclosures_publication u ON u.revision_id = o.id "
        f"WHERE o.item_id = r.item_id), 0){also})"
    )


def ends_once(table: str, columns: tuple[str, ...]) -> list[Refuse]:
    """Rows of which nothing changes but that they end, once."""
    # Quoted: "by" is a word of PostgreSQL's own language.
    same = " AND ".join(
        f'COALESCE(NEW."{name}", 0) = COALESCE(OLD."{name}", 0)'
        if name.endswith("_id")
        else f'NEW."{name}" = OLD."{name}"'
        for name in columns
    )
    return [
        Refuse(
            table=table,
            on="UPDATE",
            name=f"{table}_only_ends",
            condition=f"NOT ({same} AND OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL)",
        ),
        Refuse(table=table, on="DELETE", name=f"{table}_is_never_deleted"),
    ]


class Migration(migrations.Migration):
    replaces = [
        ("disclosures", "0008_chain_guards"),
        ("disclosures", "0007_chains_of_items_under_way"),
    ]
    dependencies = [("disclosures", "0002_guards")]
    operations = [
        Refuse(
            table="disclosures_publication",
            on="INSERT",
            name="disclosures_publication_before_its_chain",
            condition="NOT EXISTS (SELECT 1 FROM disclosures_revision r WHERE r.id = NEW.revision_id "
            "AND r.item_id = NEW.item_id AND r.content_hash = NEW.content_hash AND r.attribute = 'open') "
            "OR (SELECT COUNT(*) FROM disclosures_requiredstep q "
            f"WHERE q.submission_id = {NEWEST} AND q.kind IN ('secrecy', 'issue')) <> 2 "
            f"OR EXISTS (SELECT 1 FROM disclosures_requiredstep q WHERE q.submission_id = {NEWEST} "
            f"AND NOT {PASSED} AND (q.kind = 'secrecy' OR NOT {FORCED})) "
            "OR EXISTS (SELECT 1 FROM disclosures_submission n JOIN disclosures_chainstep k ON k.chain_id = n.chain_id "
            f"WHERE n.id = {NEWEST} AND NOT EXISTS (SELECT 1 FROM disclosures_requiredstep q "
            "WHERE q.submission_id = n.id AND q.kind = k.kind))",
        ),
        Refuse(
            table="disclosures_clearance",
            on="INSERT",
            name="disclosures_clearance_out_of_turn",
            condition="NOT EXISTS (SELECT 1 FROM disclosures_requiredstep q "
            f"WHERE q.submission_id = {NEWEST} AND q.kind = NEW.kind) "
            f"OR (NOT {FORCED} AND EXISTS (SELECT 1 FROM disclosures_requiredstep t JOIN disclosures_requiredstep q "
            "ON q.submission_id = t.submission_id AND q.position < t.position "
            f"WHERE t.submission_id = {NEWEST} AND t.kind = NEW.kind AND NOT {PASSED})) "
            f"OR ({FORCED} AND NEW.kind <> 'secrecy')",
        ),
        Refuse(
            table="disclosures_clearance",
            on="INSERT",
            name="disclosures_earlier_author_clears_text",
            condition=wrote("NEW.reviewer_id", also=" AND e.id <> r.id"),
        ),
        Refuse(
            table="disclosures_clearance",
            on="INSERT",
            name="disclosures_one_person_two_steps",
            condition="EXISTS (SELECT 1 FROM disclosures_clearance c LEFT JOIN disclosures_onbehalf b "
            "ON b.clearance_id = c.id WHERE c.revision_id = NEW.revision_id AND c.reviewer_id = NEW.reviewer_id "
            "AND (b.id IS NOT NULL OR EXISTS (SELECT 1 FROM disclosures_submission n "
            f"WHERE n.id = {NEWEST} AND n.is_apart))) OR EXISTS (SELECT 1 FROM disclosures_forcedissue f "
            "WHERE f.revision_id = NEW.revision_id AND f.by_id = NEW.reviewer_id)",
        ),
        Refuse(
            table="disclosures_clearance",
            on="INSERT",
            name="disclosures_step_of_somebody_else",
            condition=f"EXISTS (SELECT 1 FROM disclosures_requiredstep q WHERE q.submission_id = {NEWEST} "
            "AND q.kind = NEW.kind AND q.person_id <> NEW.reviewer_id AND NOT EXISTS (SELECT 1 "
            "FROM disclosures_substitution a WHERE a.person_id = q.person_id AND a.substitute_id = NEW.reviewer_id "
            "AND a.begins_at <= NEW.at AND a.ends_at > NEW.at AND (a.ended_at IS NULL OR a.ended_at > NEW.at)))",
        ),
        *append_only("disclosures_onbehalf"),
        Refuse(
            table="disclosures_onbehalf",
            on="INSERT",
            name="disclosures_substitute_without_absence",
            condition="NOT EXISTS (SELECT 1 FROM disclosures_clearance c JOIN disclosures_substitution a "
            "ON a.substitute_id = c.reviewer_id WHERE c.id = NEW.clearance_id AND a.person_id = NEW.person_id "
            "AND a.begins_at <= c.at AND a.ends_at > c.at AND (a.ended_at IS NULL OR a.ended_at > c.at))",
        ),
        Refuse(
            table="disclosures_onbehalf",
            on="INSERT",
            name="disclosures_substitute_takes_two_steps",
            condition="EXISTS (SELECT 1 FROM disclosures_clearance c JOIN disclosures_clearance d "
            "ON d.revision_id = c.revision_id AND d.id <> c.id LEFT JOIN disclosures_onbehalf b "
            "ON b.clearance_id = d.id WHERE c.id = NEW.clearance_id "
            "AND (d.reviewer_id = c.reviewer_id OR d.reviewer_id = NEW.person_id OR b.person_id = NEW.person_id)) "
            f"OR {wrote('NEW.person_id', '(SELECT c.revision_id FROM disclosures_clearance c WHERE c.id = NEW.clearance_id)')}",
        ),
        *append_only("disclosures_submission"),
        Refuse(
            table="disclosures_submission",
            on="INSERT",
            name="disclosures_submission_after_clearance",
            condition="EXISTS (SELECT 1 FROM disclosures_clearance c WHERE c.revision_id = NEW.revision_id) "
            "OR EXISTS (SELECT 1 FROM disclosures_forcedissue f WHERE f.revision_id = NEW.revision_id)",
        ),
        Refuse(
            table="disclosures_submission",
            on="INSERT",
            name="disclosures_submission_without_its_chain",
            condition="(NEW.chain_id IS NULL) = EXISTS (SELECT 1 FROM disclosures_chain n "
            "JOIN orgs_agency a ON a.id = n.agency_id JOIN disclosures_revision r ON r.id = NEW.revision_id "
            "JOIN disclosures_item i ON i.id = r.item_id JOIN orgs_agency o ON o.id = i.agency_id "
            "LEFT JOIN catalog_column k ON k.id = r.column_id "
            "WHERE n.ended_at IS NULL AND (n.kind = '' OR n.kind = k.kind) AND o.path LIKE a.path || '%' "
            "AND (NEW.chain_id IS NULL OR n.id = NEW.chain_id))",
        ),
        *append_only("disclosures_requiredstep"),
        Refuse(
            table="disclosures_requiredstep",
            on="INSERT",
            name="disclosures_step_after_clearance",
            condition="EXISTS (SELECT 1 FROM disclosures_submission s JOIN disclosures_clearance c "
            "ON c.revision_id = s.revision_id WHERE s.id = NEW.submission_id)",
        ),
        Refuse(
            table="disclosures_attachment",
            on="INSERT",
            name="disclosures_attachment_after_submission",
            condition="EXISTS (SELECT 1 FROM disclosures_submission s WHERE s.revision_id = NEW.revision_id)",
        ),
        *append_only("disclosures_forcedissue"),
        Refuse(
            table="disclosures_forcedissue",
            on="INSERT",
            name="disclosures_forced_by_another_than_the_head",
            condition=f"NOT EXISTS (SELECT 1 FROM disclosures_submission s WHERE s.id = {NEWEST} "
            f"AND s.head_id = NEW.by_id) OR NOT {TEXT} OR {wrote('NEW.by_id')} "
            "OR EXISTS (SELECT 1 FROM disclosures_clearance c WHERE c.revision_id = NEW.revision_id "
            "AND (c.opinion = 'return' OR (c.kind = 'secrecy' AND c.reviewer_id = NEW.by_id)))",
        ),
        *append_only("disclosures_remark"),
        *append_only("disclosures_pagetick"),
        *append_only("disclosures_dismissal"),
        *append_only("disclosures_masking"),
        *append_only("disclosures_chainstep"),
        Refuse(
            table="disclosures_chainstep",
            on="INSERT",
            name="disclosures_chain_changed_in_use",
            condition="EXISTS (SELECT 1 FROM disclosures_submission s WHERE s.chain_id = NEW.chain_id)",
        ),
        *ends_once(
            "disclosures_chain", ("agency_id", "kind", "name", "head_id", "is_apart", "are_pages_read", "by", "since_at")
        ),
        *ends_once(
            "disclosures_substitution", ("person_id", "substitute_id", "begins_at", "ends_at", "reason", "by", "at")
        ),
    ]
