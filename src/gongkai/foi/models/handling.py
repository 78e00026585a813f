"""How a request was worked on: searches, consultations, fees, notes, what it is related to, and its erasure."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core import constraints
from gongkai.core.encryption import EncryptedField
from gongkai.core.models import Record
from gongkai.disclosures.models import Item
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.orgs.models import Agency


class Search(Record):
    """What was searched, by whom, with what result. The evidence behind “not held” (2019 Art. 36(4)). Never changed."""

    class Result(models.TextChoices):
        FOUND = "found", _("Found")
        PARTLY = "partly", _("Partly found")
        NOT_FOUND = "not-found", _("Not found")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="searches")
    searcher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(_("unit"), max_length=60, blank=True, default="")
    on = models.DateField(_("searched on"))
    places = models.TextField(_("systems, archives and folders searched"))
    keywords = models.CharField(_("words searched for"), max_length=300, blank=True, default="")
    period = models.CharField(_("period covered"), max_length=120, blank=True, default="")
    result = models.CharField(_("result"), max_length=20, choices=Result.choices)
    found = models.TextField(_("what was found"), blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(places=""), name="foi_search_says_where"),
            models.CheckConstraint(condition=Q(result="not-found") | ~Q(found=""), name="foi_search_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.result} on {self.on}"


class Consultation(Record):
    """Somebody asked for an opinion: a third party, a co-making agency, another agency. Answered once."""

    class Kind(models.TextChoices):
        THIRD_PARTY = "third_party", _("Third party")
        COMAKER = "comaker", _("Co-making agency")
        OTHER_AGENCY = "other_agency", _("Other agency")

    class Opinion(models.TextChoices):
        NONE = "", _("No answer yet")
        AGREES = "agrees", _("Agrees")
        OBJECTS = "objects", _("Objects")
        PARTLY = "partly", _("Agrees in part")
        SILENT = "silent", _("No answer in time")

    class Weighing(models.TextChoices):
        NONE = "", _("Not weighed")
        UPHELD = "upheld", _("The objection holds")
        REJECTED = "rejected", _("The reasons do not hold")
        OVERRIDDEN = "overridden", _("The public interest prevails")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="consultations")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    party_name = EncryptedField(_("who is asked"))
    party_contact = EncryptedField(_("contact"), blank=True, default="")
    party_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    matter = models.CharField(_("about what"), max_length=500)
    asked_on = models.DateField(_("asked on"))
    reached_on = models.DateField(_("reached them on"), null=True)
    answer_by = models.DateField(_("answer by"))
    reminded_on = models.DateField(_("reminded on"), null=True)
    answered_on = models.DateField(_("answered on"), null=True)
    opinion = models.CharField(_("opinion"), max_length=20, choices=Opinion.choices, blank=True, default="")
    opinion_reason = EncryptedField(_("their reasons"), blank=True, default="")
    opinion_file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, null=True, related_name="+")
    weighing = models.CharField(_("weighing"), max_length=20, choices=Weighing.choices, blank=True, default="")
    weighing_reason = models.CharField(_("why"), max_length=500, blank=True, default="")
    weighed_by = models.CharField(max_length=80, null=True)
    weighed_at = models.DateTimeField(null=True)

    personal_fields: ClassVar[tuple[str, ...]] = ("party_name", "party_contact", "opinion_reason")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["answer_by"], name="foi_unanswered", condition=Q(answered_on__isnull=True))
        ]
        constraints: ClassVar = [
            constraints.paired("foi", "weighed_by", "weighed_at"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, opinion="") | (Q(answered_on__isnull=False) & ~Q(opinion="")),
                name="foi_opinion_with_day",
            ),
            models.CheckConstraint(condition=Q(answer_by__gte=models.F("asked_on")), name="foi_answer_after_asking"),
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.kind} asked on {self.asked_on}"


class Fee(Record):
    """A fee notice with its arithmetic; paid once, or lapsed."""

    class Basis(models.TextChoices):
        ITEMS = "items", _("By requests in a month")
        PAGES = "pages", _("By pages")
        COSTS = "costs", _("Cost of search, copies and postage")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="fees")
    basis = models.CharField(_("basis"), max_length=20, choices=Basis.choices)
    count = models.PositiveIntegerField(_("count"))
    already = models.PositiveIntegerField(_("already this month"), default=0)
    amount_yuan = models.DecimalField(_("amount in yuan"), max_digits=12, decimal_places=2)
    lines = models.JSONField(default=list)
    noticed_on = models.DateField(_("notice sent on"))
    pay_by = models.DateField(_("pay by"))
    paid_on = models.DateField(_("paid on"), null=True)
    paid_yuan = models.DecimalField(_("paid in yuan"), max_digits=12, decimal_places=2, null=True)
    receipt_no = models.CharField(_("number of the receipt"), max_length=60, blank=True, default="")
    waived_reason = models.CharField(_("why waived"), max_length=300, blank=True, default="")
    lapsed_on = models.DateField(null=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["paid_on"], name="foi_fee_paid", condition=Q(paid_on__isnull=False))]
        constraints: ClassVar = [
            constraints.paired("foi", "paid_on", "paid_yuan"),
            models.CheckConstraint(condition=Q(amount_yuan__gt=0), name="foi_fee_above_zero"),
            models.CheckConstraint(condition=Q(pay_by__gte=models.F("noticed_on")), name="foi_pay_after_notice"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(lapsed_on__isnull=True), name="foi_fee_paid_or_lapsed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id}: {self.amount_yuan}"


class Note(Record):
    """A remark of one colleague to the others; no part of any letter."""

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = EncryptedField(_("note"))
    at = models.DateTimeField()

    personal_fields: ClassVar[tuple[str, ...]] = ("text",)

    def __str__(self) -> str:
        return f"{self.info_request_id}: note of {self.author_id}"


class Relation(Record):
    """Two requests that belong together, or a request and the public item its answer became."""

    class Kind(models.TextChoices):
        REPEATS = "repeats", _("Repeats")
        SPLIT_FROM = "split-from", _("Split from")
        RELATED = "related", _("Related to")
        PUBLISHED_AS = "published-as", _("Published as")

    info_request = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    other = models.ForeignKey(InfoRequest, on_delete=models.PROTECT, null=True, related_name="relations_in")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="info_request_relations")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(kind="published-as") & Q(item__isnull=False, other__isnull=True))
                | (~Q(kind="published-as") & Q(item__isnull=True, other__isnull=False)),
                name="foi_relation_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=models.F("info_request")), name="foi_related_to_another"
            ),
            models.UniqueConstraint(fields=["info_request", "kind", "other"], name="foi_relation_once"),
            models.UniqueConstraint(fields=["info_request", "item"], name="foi_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id} {self.kind} {self.other_id or self.item_id}"


class Erasure(Record):
    """The record that the personal data of a case were erased: what, by which rule, how much. Never changed."""

    info_request = models.OneToOneField(InfoRequest, on_delete=models.PROTECT, related_name="erasure")
    rule = models.CharField(max_length=300)
    kept_until = models.DateField()
    counts = models.JSONField(default=dict)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.info_request_id} at {self.at}"
