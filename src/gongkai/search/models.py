"""What search keeps: the text read from attached files, words of the same meaning, searches that somebody follows."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.core import encryption
from gongkai.core.models import Record


class FileText(Record):
    """What a stored file says, by its hash; empty with the reason where it could not be read."""

    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True, default="")
    failure = models.CharField(max_length=300, blank=True, default="")
    read_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(text="") | models.Q(failure=""), name="search_text_or_failure"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.failure or len(self.text)}"


class SynonymRule(Record):
    """What the office wants searched together with a word; it goes before the shipped list. Without others: nothing."""

    word = models.CharField(_("word"), max_length=40)
    # The word as it is looked up: simplified, folded.
    key = models.CharField(max_length=40, unique=True)
    others = models.JSONField(_("words of the same meaning"), default=list)
    is_mutual = models.BooleanField(_("each finds the others"), default=False)
    changed_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("words of the same meaning")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(key=""), name="search_synonym_has_word"),
        ]

    def __str__(self) -> str:
        return f"{self.word} {'~' if self.is_mutual else '='} {' | '.join(self.others)}"

    @property
    def reference(self) -> str:
        """How events speak of this rule."""
        return f"synonyms:{self.pk}"


class Watch(Record):
    """A search that somebody follows by e-mail: asked for, confirmed by its mailbox, gone without trace when left."""

    email = encryption.EncryptedField()
    # A keyed hash, so that the same wish of the same mailbox is known without opening any.
    mailbox = models.CharField(max_length=64)
    # The parameters of the search page, in one fixed order.
    parameters = models.CharField(max_length=1000)
    words = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # What was published until then has been told of.
    told_until = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    personal_fields: ClassVar[tuple[str, ...]] = ("email", "mailbox")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["confirmed_at", "sent_at"], name="search_watch_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailbox", "parameters"], name="search_watch_once"),
        ]

    def __str__(self) -> str:
        return f"watch {self.pk}"
