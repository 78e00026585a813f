"""What stands around a document: its interpretations, clean-up campaigns with their verdicts, and policy files."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.core.models import Record
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency


class Interpretation(Record):
    """That an item explains a document. It counts from the day on which the explaining item is public."""

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("interpretation", "Text")
        PICTURE = "picture", pgettext_lazy("interpretation", "Picture")
        VIDEO = "video", pgettext_lazy("interpretation", "Video")
        CONFERENCE = "conference", pgettext_lazy("interpretation", "Press conference")
        EXPERT = "expert", pgettext_lazy("interpretation", "Expert")
        QUESTIONS = "questions", pgettext_lazy("interpretation", "Questions and answers")

    document = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="interpretations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="interprets")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "item"], name="disclosures_interprets_once"),
            models.CheckConstraint(condition=~Q(document=F("item")), name="disclosures_interprets_another"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} interprets {self.document_id}"


class Exemption(Record):
    """That a document needs no interpretation, and why."""

    document = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="exemption")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="disclosures_exempt_has_reason")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.reason}"


class Cleanup(Record):
    """A campaign (清理) in which an office goes through the documents in force on a day, until a day."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cleanups")
    title = models.CharField(_("title"), max_length=120)
    basis = models.CharField(_("basis"), max_length=200, blank=True, default="")
    as_of = models.DateField(_("documents in force on"))
    due_on = models.DateField(_("verdicts until"))
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    # The published item that announces the results; named when the campaign is closed.
    announcement = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="announces")
    closed_by = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="disclosures_cleanup_has_title"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, announcement__isnull=True, closed_by="")
                | Q(closed_at__isnull=False, announcement__isnull=False) & ~Q(closed_by=""),
                name="disclosures_cleanup_closed_with_announcement",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How events speak of this campaign."""
        return f"cleanup:{self.pk}"

    @property
    def is_closed(self) -> bool:
        """Whether its results are public and no verdict changes any more."""
        return self.closed_at is not None


class CleanupEntry(Record):
    """One document of a campaign with its verdict. What became of it is told by the document's own history."""

    class Verdict(models.TextChoices):
        NONE = "", pgettext_lazy("clean-up", "Not decided")
        KEEP = "keep", _("Keep in force")
        AMEND = "amend", _("Amend")
        REPEAL = "repeal", _("Repeal")
        LAPSE = "lapse", _("Declare lapsed")

    cleanup = models.ForeignKey(Cleanup, on_delete=models.PROTECT, related_name="entries")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="cleanup_entries")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict.choices, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    by = models.CharField(max_length=80, blank=True, default="")
    at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["cleanup", "verdict"], name="disclosures_verdicts")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cleanup", "item"], name="disclosures_cleaned_once"),
            models.CheckConstraint(
                condition=Q(verdict="", reason="", by="", at__isnull=True)
                | ~Q(verdict="") & ~Q(reason="") & ~Q(by="") & Q(at__isnull=False),
                name="disclosures_verdict_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.verdict}"


class PolicyFile(Record):
    """The file of one policy: how it was prepared and decided, and the document it became."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="policy_files")
    title = models.CharField(_("name of the policy"), max_length=200)
    document = models.OneToOneField(Item, on_delete=models.PROTECT, null=True, related_name="policy_file")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(title=""), name="disclosures_policy_has_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How events speak of this file."""
        return f"policy:{self.pk}"


class PolicyStep(Record):
    """A step of preparing or deciding a policy. What comes after the issue is told by the document itself."""

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", _("Taken up")
        CONSULTATION = "consultation", _("Draft consulted")
        OPINIONS = "opinions", _("Opinions and what was adopted")
        HEARING = "hearing", _("Hearing")
        EXPERTS = "experts", _("Experts heard")
        RISK = "risk", _("Risk assessed")
        LEGALITY = "legality", _("Legality reviewed")
        FAIRNESS = "fairness", _("Fair competition reviewed")
        DECISION = "decision", _("Decided collectively")
        EVALUATION = "evaluation", _("Effects evaluated")

    file = models.ForeignKey(PolicyFile, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=20, choices=Kind.choices)
    on = models.DateField(_("day"))
    until = models.DateField(_("last day"), null=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="policy_steps")
    received = models.PositiveIntegerField(_("opinions received"), null=True)
    adopted = models.PositiveIntegerField(_("opinions adopted"), null=True)
    # Kept inside: what the public reads are reviewed items, days and numbers.
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")), name="disclosures_policy_step_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(adopted__isnull=True) | Q(received__isnull=False, adopted__lte=F("received")),
                name="disclosures_policy_adopted_of_received",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"
