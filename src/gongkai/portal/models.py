"""Where each item stands in the lists, and what was baked."""

from typing import ClassVar

from django.db import models

from gongkai.core.models import Record


class Listing(Record):
    """A public list: newest, of a column, of an agency, of a topic. Pages are numbered from the oldest."""

    key = models.CharField(max_length=120, unique=True)
    total = models.PositiveIntegerField(default=0)
    last_page = models.PositiveIntegerField(default=1)
    last_page_total = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.total}"


class ListingEntry(Record):
    """An item's fixed place in a list: it keeps its page for good, so that a new item rewrites few files."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="entries")
    item_id = models.BigIntegerField()
    page = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["listing", "item_id"], name="portal_entry_once")]
        indexes: ClassVar = [
            models.Index(fields=["listing", "page", "published_at", "item_id"], name="portal_entry_page"),
            models.Index(fields=["listing", "published_at", "item_id"], name="portal_entry_time"),
            models.Index(fields=["item_id"], name="portal_entry_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} on page {self.page}"


class BakedFile(Record):
    """One baked file: its path below the public folder, the hash of its bytes, and what it shows."""

    path = models.CharField(max_length=300, unique=True)
    sha256 = models.CharField(max_length=64)
    about = models.CharField(max_length=80, blank=True, default="")
    baked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about"], name="portal_baked_about")]

    def __str__(self) -> str:
        return self.path
