"""Who looks after an item under way when that is not the author of its newest text."""

from django.conf import settings
from django.db import models

from gongkai.core.models import Record
from gongkai.disclosures.models import Item


class Keeper(Record):
    """Somebody to whom an item was passed on; holds until a newer text is written, whose author looks after it then."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="keeper")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item_id} with {self.person_id}"
