"""The closed vocabulary of what staff may do, and how a page declares which of it is needed.

Every view carries one of `Permission`, `SIGNED_IN` or `PUBLIC`; tests/house fails on a view that carries none.
Who holds a permission, and where, is decided in `gongkai.accounts`; views reach it as `request.access`.
"""

import enum
import functools
from collections.abc import Callable
from typing import Any, Protocol

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase


class Permission(enum.StrEnum):
    """One thing that a role may permit in an agency."""

    AGENCY_VIEW = "agency.view"
    AGENCY_EDIT = "agency.edit"
    PERSON_VIEW = "person.view"
    PERSON_EDIT = "person.edit"
    COLUMN_EDIT = "column.edit"
    ITEM_VIEW = "item.view"
    ITEM_DRAFT = "item.draft"
    ITEM_REVIEW = "item.review"
    ITEM_SECRECY = "item.secrecy"
    ITEM_ISSUE = "item.issue"
    ITEM_WITHDRAW = "item.withdraw"
    ITEM_IMPORT = "item.import"
    ITEM_OPINE = "item.opine"
    ITEM_RULE = "item.rule"
    ACTIVITY_VIEW = "activity.view"
    ACTIVITY_RECORD = "activity.record"
    CHANNEL_EDIT = "channel.edit"
    CHANNEL_POST = "channel.post"
    FIGURE_VIEW = "figure.view"
    FIGURE_ENTER = "figure.enter"
    REPORT_VIEW = "report.view"
    REPORT_READ = "report.read"
    REPORT_REVIEW = "report.review"
    REPORT_SIGN = "report.sign"
    REPORT_FILE = "report.file"
    REPORT_ACCEPT = "report.accept"
    REPORT_PUBLISH = "report.publish"
    REQUEST_VIEW = "request.view"
    REQUEST_ENTER = "request.enter"
    REQUEST_ASSIGN = "request.assign"
    REQUEST_HANDLE = "request.handle"
    REQUEST_REVEAL = "request.reveal"
    REQUEST_LEGAL = "request.legal"
    REQUEST_SECRECY = "request.secrecy"
    REQUEST_SIGN = "request.sign"
    REQUEST_REMEDY = "request.remedy"
    REQUEST_EXPORT = "request.export"
    REQUEST_OVERSEE = "request.oversee"
    CALENDAR_EDIT = "calendar.edit"
    SITE_EDIT = "site.edit"
    TRAIL_VIEW = "trail.view"
    TASK_VIEW = "task.view"
    TASK_RETRY = "task.retry"


SIGNED_IN = "signed-in"
PUBLIC = "public"


class Access(Protocol):
    """What the signed-in person may do; made for each request by the middleware from `accounts.queries.access_of`."""

    def may(self, permission: Permission, agency: Any) -> bool:
        """Tell whether the permission is held in this agency (directly or from above)."""

    def anywhere(self, permission: Permission) -> bool:
        """Tell whether the permission is held in any agency."""

    def agencies(self, permission: Permission) -> QuerySet[Any]:
        """Return the agencies in which the permission is held."""


View = Callable[..., HttpResponseBase]


def requires(permission: Permission | str) -> Callable[[View], View]:
    """Declare what a view needs. It is refused to those who hold it nowhere; rows are scoped by the view's query.

    Signed-out people are sent to sign in; signed-in people without the permission get 403.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission != PUBLIC:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                access: Access = request.access  # type: ignore[attr-defined]
                if isinstance(permission, Permission) and not access.anywhere(permission):
                    raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
