"""Word templates of letters that an agency made its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.core.models import Record
from gongkai.foi.models.cases import SealedFile
from gongkai.orgs.models import Agency


class LetterTemplate(Record):
    """An agency's own Word file for one kind of letter; the newest that is not retired is used, also below it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letter_templates")
    kind = models.CharField(_("kind"), max_length=40)
    file = models.ForeignKey(SealedFile, on_delete=models.PROTECT, related_name="+")
    uploaded_as = models.CharField(_("file name"), max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "kind"],
                condition=models.Q(retired_at__isnull=True),
                name="foi_one_template_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.kind}"
