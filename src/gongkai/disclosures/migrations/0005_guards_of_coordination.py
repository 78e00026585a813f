"""The database refuses publication over an open question, foreign texts, rewritten opinions, rulings by the parties."""

import importlib

from django.db import migrations

from gongkai.core.constraints import Refuse, append_only

wrote = importlib.import_module("gongkai.disclosures.migrations.0003_guards_of_chains").wrote

TEXT = (
    "EXISTS (SELECT 1 FROM disclosures_revision r WHERE r.id = NEW.revision_id AND r.content_hash = NEW.content_hash)"
)
# Asked about any text since the one that is public; what was asked about earlier ones is over.
ASKED = (
    "SELECT q.agency_id FROM disclosures_question q JOIN disclosures_revision e ON e.id = q.revision_id "
    "WHERE e.item_id = NEW.item_id AND e.number > COALESCE((SELECT MAX(o.number) FROM disclosures_revision o "
    "JOIN disclosures_publication u ON u.revision_id = o.id WHERE o.item_id = NEW.item_id), 0)"
)
SETTLED = (
    "SELECT 1 FROM disclosures_question s LEFT JOIN disclosures_opinion p ON p.question_id = s.id "
    "LEFT JOIN disclosures_ruling d ON d.question_id = s.id JOIN disclosures_revision t ON t.id = s.revision_id "
    "WHERE t.item_id = NEW.item_id AND s.agency_id = a.agency_id AND s.content_hash = NEW.content_hash "
    "AND (p.kind = 'agree' OR (p.kind = 'silent' AND s.silence = 'consent') OR d.verdict = 'publish')"
)
HASTE = (
    "EXISTS (SELECT 1 FROM disclosures_haste h WHERE h.revision_id = NEW.revision_id "
    "AND h.content_hash = NEW.content_hash)"
)
SAME = " AND ".join(
    f'NEW."{name}" = OLD."{name}"'
    for name in (
        *("revision_id", "content_hash", "agency_id", "superior_id", "text", "regime"),
        *("silence", "days", "due_on", "by", "at"),
    )
)
QUESTIONED = "(SELECT q.revision_id FROM disclosures_question q WHERE q.id = NEW.question_id)"

OWN = (
    "EXISTS (SELECT 1 FROM disclosures_revision r JOIN disclosures_item i ON i.id = r.item_id "
    "WHERE r.id = NEW.revision_id AND i.agency_id = NEW.agency_id)"
)
DISPUTED = (
    "EXISTS (SELECT 1 FROM disclosures_question q JOIN disclosures_opinion p ON p.question_id = q.id "
    "WHERE q.id = NEW.question_id AND (p.kind IN ('changes', 'disagree') "
    "OR (p.kind = 'silent' AND q.silence = 'decide')) AND (p.by_id IS NULL OR p.by_id <> NEW.by_id))"
)


class Migration(migrations.Migration):
    replaces = [
        ("disclosures", "0017_coordination_guards"),
    ]
    dependencies = [("disclosures", "0004_guards_of_documents")]
    operations = [
        Refuse(
            table="disclosures_publication",
            on="INSERT",
            name="disclosures_publication_over_an_open_question",
            condition=f"NOT {HASTE} AND EXISTS (SELECT 1 FROM ({ASKED}) a WHERE NOT EXISTS ({SETTLED}))",  # noqa: S608
        ),
        Refuse(
            table="disclosures_question",
            on="INSERT",
            name="disclosures_question_about_another_text",
            condition=f"NOT {TEXT} OR {OWN}",
        ),
        Refuse(
            table="disclosures_question",
            on="UPDATE",
            name="disclosures_question_is_never_changed",
            condition=f"NOT ({SAME})",
        ),
        Refuse(table="disclosures_question", on="DELETE", name="disclosures_question_is_never_deleted"),
        *append_only("disclosures_opinion"),
        Refuse(
            table="disclosures_opinion",
            on="INSERT",
            name="disclosures_silence_before_the_term_is_over",
            condition="NEW.kind = 'silent' AND NOT EXISTS (SELECT 1 FROM disclosures_question q "
            'WHERE q.id = NEW.question_id AND q.due_on < NEW."on")',
        ),
        Refuse(
            table="disclosures_opinion",
            on="INSERT",
            name="disclosures_author_agrees_with_own_text",
            condition=f"NEW.by_id IS NOT NULL AND {wrote('NEW.by_id', QUESTIONED)}",
        ),
        *append_only("disclosures_ruling"),
        Refuse(
            table="disclosures_ruling",
            on="INSERT",
            name="disclosures_ruling_without_dispute",
            condition=f"NOT {DISPUTED} OR {wrote('NEW.by_id', QUESTIONED)}",
        ),
        *append_only("disclosures_haste"),
        Refuse(
            table="disclosures_haste",
            on="INSERT",
            name="disclosures_haste_for_another_text",
            condition=f"NOT {TEXT} OR {wrote('NEW.by_id')}",
        ),
    ]
