"""Agencies asking each other before publication: the list, one question with its text, asking, going out at once."""

from typing import Any
from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.accounts.models import Person
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import coordinating, files, refusals
from gongkai.disclosures.coordination_models import Question
from gongkai.disclosures.forms import coordination as forms
from gongkai.disclosures.models import Attachment, Item
from gongkai.disclosures.queries import coordination, sealing, seeking
from gongkai.documents import kinds
from gongkai.orgs.models import Agency
from gongkai.rules import coordination as law


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


class Questions(lists.List):
    """Questions put by, or to, one's agencies, or for one's office to decide."""

    title = gettext_lazy("Opinions of other agencies")
    lede = gettext_lazy("Texts that concern several agencies go public when those asked agree to them.")
    order_by = ("-at", "-id")
    search_label = gettext_lazy("Title")
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            value=lambda row: row.revision.title,
            link=lambda row: reverse("disclosures:question", args=[row.pk]),
            lead=True,
        ),
        lists.Column("from", gettext_lazy("Asked by"), value=lambda row: row.revision.item.agency.short_name),
        lists.Column("agency", gettext_lazy("Agency asked"), value=lambda row: row.agency.short_name),
        lists.Column("due_on", pgettext_lazy("co-ordination", "Answer by")),
        lists.Column(
            "standing",
            gettext_lazy("State"),
            value=lambda row: coordination.standing_words(row, on=timezone.localdate()),
        ),
    )
    filters = (
        lists.Choice(
            "state",
            gettext_lazy("State"),
            (
                ("open", gettext_lazy("Not answered")),
                ("disputed", gettext_lazy("To be decided")),
                ("answered", gettext_lazy("Answered")),
            ),
            {
                "open": Q(opinion__isnull=True),
                "disputed": coordination.DISPUTED & Q(ruling__isnull=True),
                "answered": Q(opinion__isnull=False),
            },
        ),
    )
    export_name = "opinions"
    empty_title = gettext_lazy("No agency has been asked")

    def rows(self) -> QuerySet[Question]:
        """Those the person may see."""
        return coordination.visible(self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: QuerySet[Question], text: str) -> QuerySet[Question]:
        """By title."""
        return rows.filter(revision__in=seeking.titled(text))


@requires(Permission.ITEM_VIEW)
def questions(request: HttpRequest) -> HttpResponseBase:
    """The list of questions."""
    return lists.respond(request, Questions)


@requires(Permission.ITEM_VIEW)
def question(request: HttpRequest, question_id: int) -> HttpResponseBase:
    """One question: the text as it was asked about and nothing else of the item, the opinion, the ruling."""
    access = request.access  # type: ignore[attr-defined]
    row = get_object_or_404(coordination.visible(access), pk=question_id)
    may_answer, may_rule = coordination.may_answer(access, row), coordination.may_rule(access, row)
    form: Any = None
    if may_answer:
        form = forms.AnswerForm(request.POST or None)
    elif may_rule:
        form = forms.RulingForm(request.POST or None)
    elif request.method == "POST":
        raise Http404
    if request.method == "POST" and form.is_valid():
        act: Any = coordinating.answer if may_answer else coordinating.rule
        try:
            act(question=row, by=_person(request), at=timezone.now(), **form.cleaned_data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Noted; those who asked have been told."))
            return redirect("disclosures:question", question_id=row.pk)
    revision = row.revision
    is_ours = access.may(Permission.ITEM_VIEW, revision.item.agency)
    context = {
        "heading": revision.title,
        "crumbs": [(reverse("disclosures:questions"), _("Opinions of other agencies")), ("", row.agency.short_name)],
        "nav": reverse("disclosures:questions"),
        "question": row,
        "item": revision.item if is_ours else None,
        "rule": law.rule(timezone.localdate(row.at)),
        "standing": coordination.standing_words(row, on=timezone.localdate()),
        "look": coordination.look(row),
        "is_sealed": revision.pk in sealing.closed_to(access, revision.item),
        "files": revision.attachments.select_related("file").order_by("position", "pk"),
        "form": form,
        "may_answer": may_answer,
        "is_old": revision.item.revision_id != revision.pk,
    }
    return render(
        request, "disclosures/question.html", context, status=422 if form is not None and form.errors else 200
    )


@requires(Permission.ITEM_VIEW)
def question_file(request: HttpRequest, question_id: int, attachment_id: int) -> HttpResponseBase:
    """An attachment of the text asked about, for those who were asked."""
    access = request.access  # type: ignore[attr-defined]
    row = get_object_or_404(coordination.visible(access), pk=question_id)
    rows = Attachment.objects.select_related("file").filter(revision=row.revision_id)
    found = get_object_or_404(rows, pk=attachment_id)
    if row.revision_id in sealing.closed_to(access, row.revision.item):
        raise Http404
    try:
        path = files.path_of(found.file)
    except files.FileLost as lost:
        toasts.warn(request, lost.sentence)
        return redirect("disclosures:question", question_id=row.pk)
    media_type = kinds.MEDIA_TYPES.get(found.file.kind, "application/octet-stream")
    response = FileResponse(path.open("rb"), content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _within(request: HttpRequest, item_id: int, permission: Permission) -> Item:
    rows = Item.objects.filter(agency__in=request.access.agencies(permission))  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("agency", "revision"), pk=item_id)


@requires(Permission.ITEM_DRAFT)
def ask(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Ask other agencies about the newest text; those asked about an earlier one are asked again at a click."""
    one = _within(request, item_id, Permission.ITEM_DRAFT)
    assert one.revision is not None
    on = timezone.localdate()
    if request.method == "POST" and request.POST.get("again"):
        made = coordinating.ask_again(item=one, by=_person(request), at=timezone.now())
        if made:
            toasts.say(request, _("Asked again about the newest text."))
        return redirect("disclosures:item", item_id=one.pk)
    now = coordination.round_of(one, one.revision)
    asked = {each.agency_id for each in now.questions if each.revision_id == one.revision_id}
    others = Agency.objects.alive(on).exclude(pk__in=[one.agency_id, *asked]).in_tree_order()
    rule = law.rule(on)
    form = forms.AskForm(request.POST or None, agencies=list(others), rule=rule)
    if request.method == "POST" and form.is_valid():
        try:
            coordinating.ask(item=one, by=_person(request), at=timezone.now(), **form.values())
        except refusals.Refused as refusal:
            form.add_error("days" if isinstance(refusal, refusals.UnfitTerm) else None, refusal.sentence)
        else:
            toasts.say(request, _("Asked. The text goes public when they agree to it."))
            return redirect("disclosures:item", item_id=one.pk)
    return _act_page(request, one, form, heading=_("Ask other agencies"), look="main", button=_("Ask"), lede=rule.note)


@requires(Permission.ITEM_ISSUE)
def hasten(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Let the newest text go out before the agencies asked have answered, on a ground of the law."""
    one = _within(request, item_id, Permission.ITEM_ISSUE)
    form = forms.HasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            coordinating.hasten(item=one, by=_person(request), at=timezone.now(), **form.cleaned_data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Noted. It can go public once its reviews are through; those asked still answer."))
            return redirect("disclosures:item", item_id=one.pk)
    context = {
        "look": "stop",
        "button": _("Go out at once"),
        "lede": _("Only what the law names. The reviews are not spared, and the agencies still answer."),
    }
    return _act_page(request, one, form, heading=_("Go out before all have answered"), **context)


def _act_page(request: HttpRequest, one: Item, form: Any, **context: Any) -> HttpResponseBase:
    title = one.revision.title if one.revision else str(one)
    crumbs = [(reverse("disclosures:list"), _("Items")), (reverse("disclosures:item", args=[one.pk]), title)]
    context |= {"item": one, "form": form, "crumbs": crumbs}
    return render(request, "disclosures/act.html", context, status=422 if form.errors else 200)
