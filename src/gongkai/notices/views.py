"""What went out of the desk to people, and what did not: to see why, and to send it again."""

from typing import ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from gongkai.core import lists, toasts
from gongkai.core.permissions import SIGNED_IN, Permission, requires
from gongkai.notices import actions
from gongkai.notices.models import Message


def visible(request: HttpRequest) -> QuerySet[Message]:
    """Messages to the person, and to the people of the agencies where they see people."""
    agencies = request.access.agencies(Permission.PERSON_VIEW)  # type: ignore[attr-defined]
    rows = Message.objects.filter(Q(notice__person=request.user.pk) | Q(notice__person__home__in=agencies))
    return rows.select_related("notice__person")


class Messages(lists.List):
    """Words that went out, newest first."""

    title = gettext_lazy("Sent outside")
    lede = gettext_lazy(
        "Reminders by e-mail and to telephones: what failed is tried again six times, then waits for you."
    )
    columns = (
        lists.Column("text", gettext_lazy("Notice"), lead=True, value=lambda row: row.notice.text),
        lists.Column("who", pgettext_lazy("mail", "To"), value=lambda row: row.notice.person.name),
        lists.Column("way", gettext_lazy("How"), value=lambda row: row.get_way_display()),
        lists.Column("state", gettext_lazy("State"), value=lambda row: row.get_state_display()),
        lists.Column("tries", gettext_lazy("Tries"), numeric=True),
        lists.Column("sent_at", gettext_lazy("When")),
        lists.Column("error", pgettext_lazy("mail", "Why not")),
    )
    filters = (
        lists.Choice(
            "state", gettext_lazy("State"), Message.State.choices, lambda rows, value: rows.filter(state=value)
        ),
        lists.Choice("way", gettext_lazy("How"), Message.Way.choices, lambda rows, value: rows.filter(way=value)),
    )
    bulk: ClassVar[tuple[lists.Bulk, ...]] = (lists.Bulk("again", gettext_lazy("Send again")),)
    bulk_url = reverse_lazy("notices:again")
    empty_title = gettext_lazy("Nothing went out yet")
    empty_text = gettext_lazy("Which reminders go out, and how, is set with the reminders of requests.")

    def rows(self) -> QuerySet[Message]:
        """Those the person may see."""
        return visible(self.request)


@requires(SIGNED_IN)
def messages(request: HttpRequest) -> HttpResponseBase:
    """What went out, and what did not."""
    return lists.respond(request, Messages)


@requires(SIGNED_IN)
@require_POST
def again(request: HttpRequest) -> HttpResponseBase:
    """Send the ticked messages that failed once more."""
    chosen = lists.chosen(request, fallback=reverse("notices:messages"))
    count = actions.send_again(messages=list(visible(request).filter(pk__in=chosen.ids)), at=timezone.now())
    toasts.say(
        request, ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", count) % {"n": count}
    )
    return HttpResponseRedirect(chosen.back)
