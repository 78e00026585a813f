"""People who work with Gongkai and the roles they hold in agencies."""

import datetime
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.core.models import Record
from gongkai.orgs.models import Agency


class Person(AbstractBaseUser, Record):
    """Somebody who signs in. What they may do hangs on their roles, never on the person."""

    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    home = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, null=True, related_name="people"
    )
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    # Django's own session and login machinery asks for this.
    is_staff = False
    is_superuser = False
    personal_fields: ClassVar[tuple[str, ...]] = ("name", "email", "phone")

    class Meta:
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def reference(self) -> str:
        """How events speak of this person."""
        return f"person:{self.pk}"

    @property
    def first_name(self) -> str:
        """Allauth greets people by it."""
        return self.name

    def get_full_name(self) -> str:
        """The name, for libraries that ask."""
        return self.name


class Role(models.TextChoices):
    """The parts people play (信息员、审核、保密审查、法制审核、签发、承办、公开办、上级、检查、运维)."""

    OFFICER = "officer", _("Information officer")
    REVIEWER = "reviewer", _("Reviewer")
    SECRECY = "secrecy", _("Secrecy reviewer")
    LEGAL = "legal", _("Legal reviewer")
    ISSUER = "issuer", _("Issuer")
    CASE_OFFICER = "case-officer", _("Case officer")
    DISCLOSURE_OFFICE = "disclosure-office", _("Disclosure office")
    SUPERIOR = "superior", _("Superior office")
    INSPECTOR = "inspector", _("Inspector")
    OPERATOR = "operator", _("Operator")


class RoleHoldingQuerySet(models.QuerySet["RoleHolding"]):
    """Sets of holdings."""

    def in_force(self, on: datetime.date) -> Self:
        """Those that hold on a day."""
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))


class RoleHolding(Record):
    """A role a person holds in an agency, with or without all below it, from a day, perhaps to a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="holdings")
    with_subtree = models.BooleanField(_("and all below it"), default=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = RoleHoldingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "agency"], condition=Q(until__isnull=True), name="accounts_role_held_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="accounts_until_after_since"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role} in {self.agency_id}"
