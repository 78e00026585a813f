"""People in the desk: the list, a person with roles and sessions, and every act on them."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gongkai.accounts import actions, forms, queries
from gongkai.accounts.models import Person, Role, RoleHolding
from gongkai.core import lists, toasts
from gongkai.core.permissions import SIGNED_IN, Permission, requires

LIST = reverse_lazy("accounts:list")


def _agencies(request: HttpRequest) -> list[lists.Option]:
    rows = request.access.agencies(Permission.PERSON_VIEW).in_tree_order()  # type: ignore[attr-defined]
    return [lists.Option(str(row.pk), row.short_name, row.depth) for row in rows]


def _within(rows: QuerySet[Person], value: str) -> QuerySet[Person]:
    return rows.filter(home=int(value))


def _of_role(rows: QuerySet[Person], value: str) -> QuerySet[Person]:
    held = RoleHolding.objects.in_force(timezone.localdate()).filter(person=OuterRef("pk"), role=value)
    return rows.filter(Exists(held))


class People(lists.List):
    """Everybody in the agencies one may look into."""

    title = _("People")
    order_by = ("name", "id")
    search_label = _("Find by name or sign-in name")
    columns = (
        lists.Column("name", _("Name"), lead=True, link=lambda row: reverse("accounts:person", args=[row.pk])),
        lists.Column("username", _("Sign-in name")),
        lists.Column("home", _("Agency"), value=lambda row: row.home.short_name if row.home else ""),
        lists.Column(
            "roles",
            _("Roles"),
            value=lambda row: "、".join(dict.fromkeys(str(each.get_role_display()) for each in row.in_force)) or "—",
        ),
        lists.Column("phone", _("Telephone")),
        lists.Column(
            "is_active",
            _("State"),
            template="accounts/cells/state.html",
            text=lambda row: gettext("active") if row.is_active else gettext("stopped"),
        ),
        lists.Column("last_login", _("Last signed in")),
    )
    filters = (
        lists.Choice("agency", _("Agency"), _agencies, _within),
        lists.Choice("role", _("Role"), Role.choices, _of_role),
        lists.Choice(
            "state",
            _("State"),
            (("active", _("active")), ("stopped", _("stopped")), ("never", _("never signed in"))),
            {"active": Q(is_active=True), "stopped": Q(is_active=False), "never": Q(last_login__isnull=True)},
        ),
    )
    export_name = "people"
    template = "accounts/list.html"

    def rows(self) -> QuerySet[Person]:
        held = RoleHolding.objects.in_force(timezone.localdate()).order_by("role", "id")
        found = queries.people(self.request.access, Permission.PERSON_VIEW)  # type: ignore[attr-defined]
        return found.select_related("home").prefetch_related(Prefetch("holdings", held, to_attr="in_force"))

    def searched(self, rows: QuerySet[Person], words: str) -> QuerySet[Person]:
        return rows.filter(Q(name__icontains=words) | Q(username__icontains=words))

    def extra(self) -> dict[str, Any]:
        return {"may_enter": self.request.access.anywhere(Permission.PERSON_EDIT)}  # type: ignore[attr-defined]


@requires(Permission.PERSON_VIEW)
def people(request: HttpRequest) -> HttpResponseBase:
    """The list of people."""
    return lists.respond(request, People)


@requires(Permission.PERSON_VIEW)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: details, roles now and before, sessions, and what may be done."""
    shown = _seen(request, person_id)
    today = timezone.localdate()
    holdings = list(queries.holdings(shown))
    may_change = _may_change(request, shown)
    context = {
        "heading": shown.name,
        "lede": shown.home.name if shown.home else "",
        "crumbs": [(LIST, gettext("People")), ("", shown.name)],
        "person": shown,
        "pairs": [
            (gettext("Sign-in name"), shown.username),
            (gettext("Telephone"), shown.phone),
            (pgettext("address", "E-mail"), shown.email),
        ],
        "in_force": [each for each in holdings if each.until is None or each.until >= today],
        "past": [each for each in holdings if each.until is not None and each.until < today],
        "today": today,
        "may_change": may_change,
        "is_self": shown == request.user,
        "has_second_factor": is_mfa_enabled(shown),
        "sessions": queries.sessions(shown, at=timezone.now()) if may_change else [],
    }
    return render(request, "accounts/person.html", context)


@requires(Permission.PERSON_EDIT)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a person; the one-time password is shown once, on the answer itself."""
    form = forms.PersonForm(request.POST or None, access=_access(request), initial={"home": request.GET.get("agency")})
    if request.method == "POST" and form.is_valid():
        by, at = _by(request), timezone.now()
        try:
            entered = actions.enter_person(**form.cleaned_data, by=by, at=at)
        except actions.NameTaken as refusal:
            form.add_error("username", str(refusal))
        else:
            password = actions.set_one_time_password(person=entered, by=by, at=at)
            return _one_time(request, entered, password)
    crumbs = [(LIST, gettext("People")), ("", gettext("Enter a person"))]
    context = {"heading": gettext("Enter a person"), "form": form, "crumbs": crumbs, "do": gettext("Enter")}
    return render(request, "accounts/form.html", context)


@requires(Permission.PERSON_EDIT)
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change a person's details."""
    changed = _changeable(request, person_id)
    form = forms.PersonForm(request.POST or None, access=_access(request), person=changed)
    if request.method == "POST" and form.is_valid():
        actions.edit_person(person=changed, **form.cleaned_data, by=_by(request), at=timezone.now())
        toasts.say(request, gettext("Saved."))
        return _back(changed)
    crumbs = [(LIST, gettext("People")), (_url(changed), changed.name), ("", gettext("Edit"))]
    context = {"heading": gettext("Edit %s") % changed.name, "form": form, "crumbs": crumbs, "do": gettext("Save")}
    return render(request, "accounts/form.html", context)


@requires(Permission.PERSON_EDIT)
def give_role(request: HttpRequest, person_id: int) -> HttpResponse:
    """Hand a role to a person."""
    changed = _changeable(request, person_id)
    if changed == request.user:
        raise PermissionDenied(gettext("Nobody hands himself a role."))
    today = timezone.localdate()
    form = forms.RoleForm(request.POST or None, access=_access(request), person=changed, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_role(person=changed, **form.cleaned_data, by=_by(request), at=timezone.now())
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.say(request, gettext("%(name)s now has the role.") % {"name": changed.name})
            return _back(changed)
    crumbs = [(LIST, gettext("People")), (_url(changed), changed.name), ("", gettext("Give a role"))]
    context = {
        "heading": gettext("Give %s a role") % changed.name,
        "form": form,
        "crumbs": crumbs,
        "do": gettext("Give"),
    }
    return render(request, "accounts/form.html", context)


@requires(Permission.PERSON_EDIT)
@require_POST
def end_role(request: HttpRequest, person_id: int, holding_id: int) -> HttpResponse:
    """End a role today."""
    changed = _changeable(request, person_id)
    holding = get_object_or_404(RoleHolding, person=changed, pk=holding_id)
    actions.end_role(holding=holding, on=timezone.localdate(), by=_by(request), at=timezone.now())
    toasts.say(request, gettext("The role has ended."))
    return _back(changed)


@requires(Permission.PERSON_EDIT)
@require_POST
def new_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a person a one-time password, shown once on the answer."""
    changed = _changeable(request, person_id)
    password = actions.set_one_time_password(person=changed, by=_by(request), at=timezone.now())
    return _one_time(request, changed, password)


@requires(Permission.PERSON_EDIT)
@require_POST
def reset_second_factor(request: HttpRequest, person_id: int) -> HttpResponse:
    """Remove the second factor of somebody who lost it."""
    changed = _changeable(request, person_id)
    actions.reset_second_factor(person=changed, by=_by(request), at=timezone.now())
    toasts.say(request, gettext("The second factor is removed; %s signs in with the password alone.") % changed.name)
    return _back(changed)


@requires(Permission.PERSON_EDIT)
@require_POST
def set_active(request: HttpRequest, person_id: int) -> HttpResponse:
    """Stop a person from signing in (`active` empty), or let them in again."""
    changed = _changeable(request, person_id)
    act = actions.reactivate if request.POST.get("active") else actions.deactivate
    try:
        act(person=changed, by=_by(request), at=timezone.now())
    except actions.Refused as refusal:
        toasts.warn(request, str(refusal))
    return _back(changed)


@requires(SIGNED_IN)
@require_POST
def end_session(request: HttpRequest, person_id: int, session_id: int) -> HttpResponse:
    """End a session: one's own, or that of somebody one administers."""
    is_own = request.user.pk == person_id
    owner = get_object_or_404(Person, pk=person_id) if is_own else _changeable(request, person_id)
    actions.end_session(person=owner, session_id=session_id, by=_by(request), at=timezone.now())
    toasts.say(request, gettext("That session has ended."))
    return HttpResponseRedirect(reverse("usersessions_list")) if is_own else _back(owner)


def _access(request: HttpRequest) -> queries.Access:
    return request.access  # type: ignore[attr-defined]


def _by(request: HttpRequest) -> str:
    return str(request.user.reference)  # type: ignore[union-attr]


def _url(of: Person) -> str:
    return reverse("accounts:person", args=[of.pk])


def _back(to: Person) -> HttpResponseRedirect:
    return HttpResponseRedirect(_url(to))


def _seen(request: HttpRequest, person_id: int) -> Person:
    found = queries.people(_access(request), Permission.PERSON_VIEW).select_related("home")
    return get_object_or_404(found, pk=person_id)


def _may_change(request: HttpRequest, shown: Person) -> bool:
    return queries.may_administer(_access(request), shown, on=timezone.localdate())


def _changeable(request: HttpRequest, person_id: int) -> Person:
    shown = _seen(request, person_id)
    if not _may_change(request, shown):
        raise PermissionDenied(gettext("This person holds a role that you could not hand out."))
    return shown


def _one_time(request: HttpRequest, to: Person, password: str) -> HttpResponse:
    crumbs = [(LIST, gettext("People")), (_url(to), to.name), ("", gettext("One-time password"))]
    context = {"heading": gettext("One-time password"), "person": to, "password": password, "crumbs": crumbs}
    response = render(request, "accounts/one_time.html", context)
    response["Cache-Control"] = "no-store"
    return response
