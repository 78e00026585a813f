"""Whether what was typed about people and roles is well formed."""

import datetime
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.accounts import permissions, queries
from gongkai.accounts.models import Person, Role
from gongkai.core.permissions import Permission
from gongkai.orgs.models import Agency


class AgencyField(forms.ModelChoiceField):
    """A choice among agencies, shown as a tree."""

    def label_from_instance(self, obj: Any) -> str:
        return "\u3000" * obj.depth + obj.short_name


def _places(access: queries.Access) -> QuerySet[Agency]:
    return access.agencies(Permission.PERSON_EDIT).filter(dissolved_on__isnull=True).order_by("sort_path", "id")


class PersonForm(forms.Form):
    """Details of a person. `access` is of who fills it in; a new person gets a sign-in name as well."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("Small letters and digits; it cannot be changed later."),
        validators=[RegexValidator(r"^[a-zA-Z0-9][a-zA-Z0-9._-]*$", _("Only letters, digits, dots and hyphens."))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    home = AgencyField(label=_("Agency"), queryset=Agency.objects.none())
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=pgettext_lazy("address", "E-mail"), required=False)

    def __init__(self, *args: Any, access: queries.Access, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: forms.ModelChoiceField = self.fields["home"]  # type: ignore[assignment]
        places.queryset = _places(access)
        if person is not None:
            del self.fields["username"]
            self.initial = {field: getattr(person, field) for field in ("name", "home", "phone", "email")}


class RoleForm(forms.Form):
    """A role for a person, in an agency, from a day on."""

    role = forms.ChoiceField(label=_("Role"))
    agency = AgencyField(label=_("In the agency"), queryset=Agency.objects.none())
    with_subtree = forms.BooleanField(
        label=_("And in all agencies below it"), help_text=_("Those founded there later are included."), required=False
    )
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("Empty holds until somebody ends it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, access: queries.Access, person: Person, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        roles: forms.ChoiceField = self.fields["role"]  # type: ignore[assignment]
        roles.choices = [(role, Role(role).label) for role in queries.roles_to_hand_out(access)]
        places: forms.ModelChoiceField = self.fields["agency"]  # type: ignore[assignment]
        places.queryset = _places(access)
        self.initial = {"since": today, "agency": person.home_id, **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        role, agency = cleaned.get("role"), cleaned.get("agency")
        wide = bool(cleaned.get("with_subtree"))
        if (
            role
            and agency
            and not permissions.may_hand_out(self.access.held, role=role, agency=agency, with_subtree=wide)
        ):
            words = gettext("You cannot hand out this role here.")
            if wide and permissions.may_hand_out(self.access.held, role=role, agency=agency, with_subtree=False):
                words = gettext("You can hand out this role here, but not for all agencies below.")
            self.add_error("with_subtree" if wide else "role", words)
        return cleaned
