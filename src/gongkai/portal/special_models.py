"""Special topics: pages composed of blocks, each with an item that holds their words and walks the chain of review."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.core import constraints
from gongkai.core.models import Record
from gongkai.disclosures.models import Item, Revision


class Special(Record):
    """A page composed for a matter or a service. Its words are an item that walks the chain like any other."""

    class Kind(models.TextChoices):
        TOPIC = "topic", _("Special topic")
        SERVICE = "service", _("Themed service")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="special")
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.TOPIC)
    made_at = models.DateTimeField()
    archived_by = models.CharField(max_length=80, null=True)
    archived_at = models.DateTimeField(_("archived"), null=True)

    class Meta:
        verbose_name = _("special topic")
        constraints: ClassVar = [constraints.paired("portal", "archived_by", "archived_at")]

    def __str__(self) -> str:
        return self.slug

    @property
    def reference(self) -> str:
        """How events speak of this page."""
        return f"special:{self.pk}"


class SpecialText(Record):
    """The blocks of one revision of a special, and the days it is shown. Never changed; the words are the revision's.

    The revision's text says all of it in words, so that reviewers pass exactly this; see `actions.blocks.body_of`.
    """

    special = models.ForeignKey(Special, on_delete=models.PROTECT, related_name="texts")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="special_text")
    blocks = models.JSONField()
    shown_from = models.DateField(_("shown from"), null=True)
    shown_until = models.DateField(_("shown until"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(shown_from__isnull=True)
                | Q(shown_until__isnull=True)
                | Q(shown_until__gte=F("shown_from")),
                name="portal_special_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.special_id}: {self.revision_id}"
