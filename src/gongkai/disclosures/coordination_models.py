"""Other agencies asked before an item goes public: the question with its frozen text, the opinion, the decision."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.core.models import Record
from gongkai.disclosures.models import Revision
from gongkai.orgs.models import Agency

PERSON = settings.AUTH_USER_MODEL


class Question(Record):
    """One agency asked about exactly one text, within a term. Of it nothing changes but when it was reminded."""

    class Silence(models.TextChoices):
        DECIDE = "decide", _("the office decides")
        CONSENT = "consent", _("counts as consent")

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="questions")
    content_hash = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="questions")
    # The common superior of both, whose disclosure office decides when they do not agree.
    superior = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(pgettext_lazy("co-ordination", "what is asked"), max_length=1000)
    regime = models.CharField(max_length=4)
    silence = models.CharField(max_length=10, choices=Silence.choices)
    days = models.PositiveIntegerField(pgettext_lazy("co-ordination", "working days"))
    due_on = models.DateField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "agency"], name="disclosures_asked_once_about_a_text"),
            models.CheckConstraint(condition=~Q(text=""), name="disclosures_question_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} on {self.revision_id}"

    @property
    def given(self) -> "Opinion | None":
        """What the agency said, or that it kept silent."""
        return getattr(self, "opinion", None)

    @property
    def decided(self) -> "Ruling | None":
        """What the office of the common superior decided."""
        return getattr(self, "ruling", None)

    @property
    def is_disputed(self) -> bool:
        """Whether the office has to decide."""
        return self.given is not None and not self.is_agreed and self.decided is None

    @property
    def is_agreed(self) -> bool:
        """Whether the agency agreed to this very text, by words or, where the law says so, by silence."""
        said = self.given
        silent = said is not None and said.kind == Opinion.Kind.SILENT and self.silence == self.Silence.CONSENT
        return silent or (said is not None and said.kind == Opinion.Kind.AGREE)

    @property
    def is_settled(self) -> bool:
        """Whether nothing stands against this very text any more."""
        return self.is_agreed or (self.decided is not None and self.decided.verdict == Ruling.Verdict.PUBLISH)


class Opinion(Record):
    """What an agency said about the text it was asked about, or that its term passed in silence. Never changed."""

    class Kind(models.TextChoices):
        AGREE = "agree", _("Agrees")
        CHANGES = "changes", _("Agrees with changes")
        DISAGREE = "disagree", _("Disagrees")
        SILENT = "silent", _("Did not answer")

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="opinion")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.CharField(_("changes or reason"), max_length=1000, blank=True, default="")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(kind__in=("agree", "silent")), name="disclosures_objection_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind="silent", by__isnull=True) | (~Q(kind="silent") & Q(by__isnull=False)),
                name="disclosures_opinion_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.kind}"


class Ruling(Record):
    """What the office of the common superior decided where two agencies did not agree. Never changed."""

    class Verdict(models.TextChoices):
        PUBLISH = "publish", _("Publish this text")
        AMEND = "amend", _("Change the text and ask again")
        REFUSE = "refuse", _("Do not publish")

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="ruling")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=1000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="disclosures_ruling_has_reason")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.verdict}"


class Haste(Record):
    """A text that goes out at once, before the agencies asked have answered, on a ground the law gives."""

    class Ground(models.TextChoices):
        CLARIFY = "clarify", _("False or incomplete information is clarified")
        EMERGENCY = "emergency", _("Warning of and answer to an emergency")

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="haste")
    content_hash = models.CharField(max_length=64)
    ground = models.CharField(_("ground"), max_length=20, choices=Ground.choices)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="disclosures_haste_has_reason"),
            models.CheckConstraint(
                condition=Q(ground__in=("clarify", "emergency")), name="disclosures_haste_has_ground"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.ground}"
