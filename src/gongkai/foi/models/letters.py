"""Letters: their append-only versions, who cleared exactly which, when they were issued, and how they arrived."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.core.encryption import EncryptedField
from gongkai.core.models import Record
from gongkai.foi.models.cases import CaseFile, InfoRequest, SealedFile
from gongkai.foi.models.handling import Consultation
from gongkai.orgs.models import Agency


class Letter(Record):
    """One letter of a case: a notice on the way, or the reply. `kind` as in `rules.letters`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in-review", _("In review")
        RETURNED = "returned", _("Returned")
        CLEARED = "cleared", _("Cleared")
        ISSUED = "issued", _("Issued")
        DISCARDED = "discarded", _("Discarded")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=30, blank=True, default="")
    ground = models.CharField(_("ground"), max_length=60, blank=True, default="")
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, null=True, related_name="letters")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    # Which clearances it needs before it is issued; fixed when the letter is begun.
    needs_legal = models.BooleanField(default=False)
    needs_secrecy = models.BooleanField(default=False)
    needs_sign = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "changed_at"], name="foi_letter_queue", condition=Q(state="in-review"))
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.kind}"


class LetterVersion(Record):
    """What a letter says, at one time: the values put in, the text, and the Word and PDF files made of it."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    title = models.CharField(_("title"), max_length=120)
    # JSON of the values used, and the text as it stands in the letter.
    values = EncryptedField(default="")
    body = EncryptedField(_("text"))
    remedy = models.TextField(_("remedy paragraph"), blank=True, default="")
    change_note = models.CharField(_("what changed"), max_length=300, blank=True, default="")
    docx = models.ForeignKey(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    content_hash = models.CharField(max_length=64)

    personal_fields: ClassVar[tuple[str, ...]] = ("values", "body")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["letter", "number"], name="foi_letter_version")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class LetterClearance(Record):
    """One opinion on exactly one version, bound to its content by the hash; never the author's."""

    class Kind(models.TextChoices):
        LEGAL = "legal", _("Legal review")
        SECRECY = "secrecy", _("Secrecy review")
        SIGN = "sign", _("Signature")

    class Opinion(models.TextChoices):
        PASS = "pass", _("Passed")
        RETURN = "return", _("Returned")

    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="clearances")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    opinion = models.CharField(max_length=20, choices=Opinion.choices)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True, default="")
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "kind"], name="foi_one_opinion_each"),
            models.CheckConstraint(condition=Q(opinion="pass") | ~Q(reason=""), name="foi_return_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.opinion}"


class Issue(Record):
    """The fact that a cleared version went out under a number. The database refuses one without its clearances."""

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="issue")
    version = models.OneToOneField(LetterVersion, on_delete=models.PROTECT, related_name="issue")
    content_hash = models.CharField(max_length=64)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=80)
    on = models.DateField(_("issued on"))
    # The same version with its number and day filled in.
    docx = models.ForeignKey(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    pdf = models.ForeignKey(SealedFile, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "series", "year", "serial"], name="foi_letter_serial_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Delivery(Record):
    """One fact of a delivery: sent, arrived, or came back; with its proof. Never changed."""

    class Step(models.TextChoices):
        SENT = "sent", pgettext_lazy("letter", "Sent")
        ARRIVED = "arrived", _("Arrived")
        FAILED = "failed", _("Came back")

    class Way(models.TextChoices):
        WEBSITE = "website", pgettext_lazy("channel", "Website")
        EMAIL = "email", _("E-mail")
        REGISTERED = "registered", _("Registered post")
        EXPRESS = "express", _("Express post")
        HAND = "hand", _("Handed over")
        FAX = "fax", _("Fax")
        NOTICE = "notice", _("Public notice")

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    step = models.CharField(max_length=20, choices=Step.choices)
    way = models.CharField(_("way"), max_length=20, choices=Way.choices)
    on = models.DateField(_("day"))
    tracking_no = models.CharField(_("tracking number"), max_length=60, blank=True, default="")
    proof = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.step} on {self.on}"
