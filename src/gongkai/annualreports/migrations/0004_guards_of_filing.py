"""The database holds the way of a report: other people at each step, one text, nothing changed while it is filed."""

from django.db import migrations

from gongkai.core.constraints import Refuse, append_only

# Where a report stands after a step of each kind.
STAGE_AFTER = (
    "CASE (SELECT s.kind FROM annualreports_step s WHERE s.report_id = NEW.report_id ORDER BY s.number DESC LIMIT 1) "
    "WHEN 'send' THEN 'in-review' WHEN 'pass' THEN 'reviewed' WHEN 'sign' THEN 'signed' WHEN 'file' THEN 'filed' "
    "WHEN 'return' THEN 'returned' WHEN 'accept' THEN 'accepted' ELSE 'draft' END"
)


def earlier(kinds: str, *, more: str = "") -> str:
    """SQL: this report took one of these steps over the same text and hash."""
    return (
        "EXISTS (SELECT 1 FROM annualreports_step s WHERE s.report_id = NEW.report_id AND s.text_id = NEW.text_id "  # noqa: S608
        f"AND s.content_hash = NEW.content_hash AND s.kind IN ({kinds}){more})"
    )


def last_is(*kinds: str) -> str:
    """SQL: the newest step of this report is of one of these kinds, over the same text or the same paper."""
    names = ", ".join(f"'{each}'" for each in kinds)
    return (
        "EXISTS (SELECT 1 FROM annualreports_step s WHERE s.report_id = NEW.report_id AND s.number = NEW.number - 1 "  # noqa: S608
        f"AND s.kind IN ({names}) AND s.content_hash = NEW.content_hash)"
    )


def locked(report: str) -> str:
    """SQL: this report is on its way, so nothing in it may change."""
    return (
        f"EXISTS (SELECT 1 FROM annualreports_filing f WHERE f.report_id = {report} "  # noqa: S608
        "AND f.stage NOT IN ('draft', 'returned'))"
    )


def on_step(name: str, condition: str) -> Refuse:
    """A guard of new steps."""
    return Refuse(table="annualreports_step", on="INSERT", name=f"annualreports_{name}", condition=condition)


class Migration(migrations.Migration):
    replaces = [
        ("annualreports", "0007_filing_guards"),
    ]
    dependencies = [("annualreports", "0003_guards_of_texts")]
    operations = [
        *append_only("annualreports_step"),
        *append_only("annualreports_reminder"),
        *append_only("annualreports_part"),
        on_step(
            "step_of_another_text",
            "(NEW.text_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM annualreports_text t WHERE t.id = NEW.text_id "
            "AND t.report_id = NEW.report_id AND t.snapshot_id = NEW.snapshot_id "
            "AND t.content_hash = NEW.content_hash)) OR (NEW.text_id IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM annualreports_snapshot p WHERE p.id = NEW.snapshot_id AND p.report_id = NEW.report_id "
            "AND p.original_id IS NOT NULL AND p.content_hash = NEW.content_hash))",
        ),
        on_step(
            "step_over_an_older_text",
            "NEW.kind IN ('send', 'pass', 'sign', 'file') AND EXISTS (SELECT 1 FROM annualreports_text t "
            "WHERE t.report_id = NEW.report_id AND t.id <> NEW.text_id AND t.number > "
            "(SELECT o.number FROM annualreports_text o WHERE o.id = NEW.text_id))",
        ),
        on_step(
            "step_over_older_figures",
            "NEW.kind IN ('send', 'pass', 'sign', 'file') AND NOT EXISTS (SELECT 1 FROM annualreports_report r "
            "WHERE r.id = NEW.report_id AND r.snapshot_id = NEW.snapshot_id)",
        ),
        on_step("paper_is_not_reviewed_here", "NEW.kind IN ('send', 'pass', 'sign') AND NEW.text_id IS NULL"),
        on_step("review_of_what_was_not_sent", f"NEW.kind = 'pass' AND NOT {last_is('send')}"),
        on_step("signature_without_review", f"NEW.kind = 'sign' AND NOT {last_is('pass')}"),
        on_step(
            "filed_without_signature",
            f"NEW.kind = 'file' AND NEW.text_id IS NOT NULL AND NOT {last_is('sign')}",
        ),
        on_step(
            "step_out_of_order",
            "NEW.number <> 1 + COALESCE((SELECT MAX(s.number) FROM annualreports_step s "
            "WHERE s.report_id = NEW.report_id), 0)",
        ),
        on_step(
            "sent_or_filed_twice",
            "(NEW.kind = 'send' AND EXISTS (SELECT 1 FROM annualreports_step s WHERE s.report_id = NEW.report_id "
            "AND s.number = NEW.number - 1 AND s.kind IN ('send', 'pass', 'sign', 'file', 'accept'))) "
            "OR (NEW.kind = 'file' AND EXISTS (SELECT 1 FROM annualreports_step s "
            "WHERE s.report_id = NEW.report_id AND s.number = NEW.number - 1 AND s.kind IN ('file', 'accept')))",
        ),
        on_step("decided_without_filing", f"NEW.kind IN ('accept', 'return') AND NOT {last_is('file')}"),
        on_step(
            "reviewed_by_its_writer",
            "NEW.kind = 'pass' AND " + earlier("'send'", more=" AND s.by_id = NEW.by_id"),
        ),
        on_step(
            "signed_by_its_writer_or_reviewer",
            "NEW.kind = 'sign' AND " + earlier("'send', 'pass'", more=" AND s.by_id = NEW.by_id"),
        ),
        on_step(
            "accepted_by_who_signed_or_filed",
            "NEW.kind = 'accept' AND " + earlier("'send', 'pass', 'sign', 'file'", more=" AND s.by_id = NEW.by_id"),
        ),
        on_step(
            "signed_with_errors",
            "NEW.kind = 'sign' AND EXISTS (SELECT 1 FROM annualreports_finding g WHERE g.report_id = NEW.report_id "
            "AND g.severity = 'error' AND g.gone_at IS NULL AND g.reason = '')",
        ),
        Refuse(
            table="annualreports_filing",
            on="UPDATE",
            name="annualreports_stage_without_step",
            condition=f"NEW.report_id <> OLD.report_id OR NEW.stage <> {STAGE_AFTER}",
        ),
        Refuse(
            table="annualreports_filing",
            on="INSERT",
            name="annualreports_filing_begins_as_draft",
            condition="NEW.stage <> 'draft' OR NEW.signed_text_id IS NOT NULL OR NEW.accepted_snapshot_id IS NOT NULL",
        ),
        Refuse(
            table="annualreports_filing",
            on="UPDATE",
            name="annualreports_accepted_without_step",
            condition="NEW.accepted_snapshot_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM annualreports_step s "
            "WHERE s.report_id = NEW.report_id AND s.kind = 'accept' AND s.snapshot_id = NEW.accepted_snapshot_id)",
        ),
        Refuse(table="annualreports_filing", on="DELETE", name="annualreports_filing_is_never_deleted"),
        Refuse(
            table="annualreports_remark",
            on="UPDATE",
            name="annualreports_remark_is_never_reworded",
            condition="OLD.step_id IS NOT NULL AND (NEW.step_id IS NULL OR NEW.step_id <> OLD.step_id "
            "OR NEW.words <> OLD.words OR NEW.cell <> OLD.cell OR NEW.chapter <> OLD.chapter)",
        ),
        Refuse(
            table="annualreports_remark",
            on="DELETE",
            name="annualreports_remark_is_never_deleted",
            condition="OLD.step_id IS NOT NULL",
        ),
        # Nothing changes while a report is in review, signed, filed or accepted.
        Refuse(
            table="annualreports_snapshot",
            on="INSERT",
            name="annualreports_figures_of_filed_report",
            condition=locked("NEW.report_id"),
        ),
        Refuse(
            table="annualreports_text",
            on="INSERT",
            name="annualreports_text_of_filed_report",
            condition=locked("NEW.report_id"),
        ),
        Refuse(
            table="annualreports_passage",
            on="UPDATE",
            name="annualreports_passage_of_filed_report",
            condition=f"NEW.text <> OLD.text AND {locked('NEW.report_id')}",
        ),
        # The public reads counted figures only with a signed text.
        Refuse(
            table="annualreports_release",
            on="INSERT",
            name="annualreports_release_unsigned",
            condition="NEW.kind = 'publish' AND ((NEW.text_id IS NOT NULL AND NOT EXISTS (SELECT 1 "
            "FROM annualreports_step s WHERE s.text_id = NEW.text_id AND s.kind = 'sign' "
            "AND s.snapshot_id = NEW.snapshot_id)) OR (NEW.text_id IS NULL AND EXISTS (SELECT 1 "
            "FROM annualreports_snapshot p WHERE p.id = NEW.snapshot_id AND p.origin IN ('computed', 'rolled-up'))))",
        ),
        Refuse(
            table="annualreports_report",
            on="UPDATE",
            name="annualreports_public_text_of_no_release",
            condition="NEW.public_text_id IS NOT NULL AND (NEW.public_snapshot_id IS NULL OR NOT EXISTS (SELECT 1 "
            "FROM annualreports_release r WHERE r.report_id = NEW.id AND r.text_id = NEW.public_text_id "
            "AND r.snapshot_id = NEW.public_snapshot_id))",
        ),
    ]
