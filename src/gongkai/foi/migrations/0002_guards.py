"""The database refuses what bypasses the door: changed ledgers and letters, own clearances, uncleared letters."""

from django.db import migrations

from gongkai.core.constraints import Refuse, append_only

ERASED = "EXISTS (SELECT 1 FROM foi_erasure e WHERE e.info_request_id = OLD.info_request_id)"
PASSED = (
    "EXISTS (SELECT 1 FROM foi_letterclearance c WHERE c.version_id = NEW.version_id AND c.opinion = 'pass' "
    "AND c.content_hash = NEW.content_hash AND c.kind = '{kind}')"
)
LETTER_NEEDS = "EXISTS (SELECT 1 FROM foi_letter l WHERE l.id = NEW.letter_id AND l.needs_{kind})"
UNCLEARED = " OR ".join(
    f"({LETTER_NEEDS.format(kind=kind)} AND NOT {PASSED.format(kind=kind)})" for kind in ("legal", "secrecy", "sign")
)
KEPT = ("agency_id", "year", "serial", "number", "arrived_on", "entered_at", "applicant_id")


def unchanged(*columns: str) -> str:
    """That all these columns keep their values."""
    return "(" + " AND ".join(f"COALESCE(NEW.{name}, OLD.{name}) = OLD.{name}" if name not in {"docx_id", "pdf_id"}
                              else f"COALESCE(NEW.{name}, 0) = COALESCE(OLD.{name}, 0)" for name in columns) + ")"


class Migration(migrations.Migration):
    dependencies = [("foi", "0001_tables")]
    operations = [
        *append_only("foi_entry"),
        *append_only("foi_search"),
        *append_only("foi_erasure"),
        *append_only("foi_letterclearance"),
        # The files, which show the number, are made once it is known, and put in once.
        *append_only("foi_issue", unless="(OLD.pdf_id IS NULL AND OLD.docx_id IS NULL AND NEW.number = OLD.number "
                     "AND NEW.content_hash = OLD.content_hash AND NEW.version_id = OLD.version_id)"),
        *append_only("foi_delivery"),
        *append_only("foi_remedystep"),
        *append_only("foi_clockmove"),
        *append_only("foi_requesttext", unless=ERASED),
        *append_only("foi_decision", unless=ERASED),
        # Sealed columns may be sealed anew under another key; the hash tells whether a letter's text was changed.
        *append_only("foi_note", unless=unchanged("info_request_id", "author_id", "at")),
        *append_only(
            "foi_letterversion",
            unless=unchanged("letter_id", "number", "author_id", "at", "title", "remedy", "content_hash", "docx_id", "pdf_id"),
        ),
        *[
            Refuse(table=f"foi_{name}", on="DELETE", name=f"foi_{name}_is_never_deleted")
            for name in ("inforequest", "applicant", "consultation", "fee", "letter", "remedy", "casefile", "sealedfile", "calendarnotice")
        ],
        Refuse(
            table="foi_inforequest",
            on="UPDATE",
            name="foi_what_the_receipt_says_is_never_changed",
            condition=" OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT),
        ),
        # The query code may be given anew.
        Refuse(
            table="foi_inforequest",
            on="UPDATE",
            name="foi_code_without_new_salt",
            condition="NEW.code_hash <> OLD.code_hash AND NEW.code_salt = OLD.code_salt",
        ),
        Refuse(
            table="foi_entry",
            on="INSERT",
            name="foi_voids_entry_of_other_request",
            condition="NEW.voids_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM foi_entry v WHERE v.id = NEW.voids_id "
            "AND v.info_request_id = NEW.info_request_id AND v.kind <> 'voided')",
        ),
        Refuse(
            table="foi_inforequest",
            on="UPDATE",
            name="foi_outcome_without_decision",
            condition="NEW.outcome <> '' AND NEW.outcome <> OLD.outcome AND NOT EXISTS (SELECT 1 FROM foi_decision d "
            "WHERE d.info_request_id = NEW.id AND d.outcome = NEW.outcome)",
        ),
        Refuse(
            table="foi_inforequest",
            on="INSERT",
            name="foi_request_born_decided",
            condition="NEW.outcome <> '' OR NEW.state NOT IN ('entered', 'handling')",
        ),
        Refuse(
            table="foi_letterclearance",
            on="INSERT",
            name="foi_author_clears_own_letter",
            condition="EXISTS (SELECT 1 FROM foi_letterversion v WHERE v.id = NEW.version_id AND v.author_id = NEW.reviewer_id)",
        ),
        Refuse(
            table="foi_letterclearance",
            on="INSERT",
            name="foi_clearance_of_other_letter",
            condition="NOT EXISTS (SELECT 1 FROM foi_letterversion v WHERE v.id = NEW.version_id "
            "AND v.content_hash = NEW.content_hash)",
        ),
        Refuse(
            table="foi_issue",
            on="INSERT",
            name="foi_issue_without_clearance",
            condition=f"{UNCLEARED} OR NOT EXISTS (SELECT 1 FROM foi_letterversion v WHERE v.id = NEW.version_id "
            "AND v.letter_id = NEW.letter_id AND v.content_hash = NEW.content_hash)",
        ),
        Refuse(
            table="foi_letter",
            on="UPDATE",
            name="foi_clearances_needed_are_never_changed",
            condition="NEW.needs_legal <> OLD.needs_legal OR NEW.needs_secrecy <> OLD.needs_secrecy "
            "OR NEW.needs_sign <> OLD.needs_sign OR NEW.kind <> OLD.kind",
        ),
        Refuse(
            table="foi_letter",
            on="UPDATE",
            name="foi_issued_letter_was_not_issued",
            condition="NEW.state = 'issued' AND NOT EXISTS (SELECT 1 FROM foi_issue i WHERE i.letter_id = NEW.id)",
        ),
        Refuse(
            table="foi_delivery",
            on="INSERT",
            name="foi_delivery_of_letter_not_issued",
            condition="NOT EXISTS (SELECT 1 FROM foi_issue i WHERE i.letter_id = NEW.letter_id)",
        ),
        Refuse(
            table="foi_consultation",
            on="UPDATE",
            name="foi_opinion_is_never_changed",
            condition="OLD.answered_on IS NOT NULL AND OLD.opinion <> 'silent' AND (NEW.answered_on IS NULL OR NEW.answered_on <> OLD.answered_on "
            "OR NEW.opinion <> OLD.opinion)",
        ),
        Refuse(
            table="foi_fee",
            on="UPDATE",
            name="foi_payment_is_never_changed",
            condition="NEW.amount_yuan <> OLD.amount_yuan OR (OLD.paid_on IS NOT NULL AND (NEW.paid_on IS NULL "
            "OR NEW.paid_on <> OLD.paid_on OR NEW.paid_yuan <> OLD.paid_yuan))",
        ),
        Refuse(
            table="foi_remedy",
            on="UPDATE",
            name="foi_remedy_result_is_never_changed",
            condition="OLD.result_on IS NOT NULL AND (NEW.result_on IS NULL OR NEW.result <> OLD.result)",
        ),
    ]
