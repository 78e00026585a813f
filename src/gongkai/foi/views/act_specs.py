"""Every act on a case: who may do it, its form, what it does, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.core.permissions import Permission as P
from gongkai.foi.forms import bases
from gongkai.foi.forms import consulting as consult_forms
from gongkai.foi.forms import deciding as end_forms
from gongkai.foi.forms import handling as forms
from gongkai.foi.forms import terms as term_forms
from gongkai.foi.models.letters import Letter
from gongkai.foi.views import act_runs


@dataclass(frozen=True)
class Spec:
    """An act: who may do it, its form, what it does (perhaps giving a letter to show), what is said afterwards.

    `words` name it where `queries.possible` does not; `look` is that of its button.
    """

    permission: P
    form: type[bases.CaseForm]
    run: Callable[[act_runs.Turn], Letter | None]
    told: Any
    words: Any = ""
    look: str = "main"


SPECS: dict[str, Spec] = {
    "confirm_receipt": Spec(
        P.REQUEST_ENTER, forms.ConfirmForm, act_runs.confirm, _("The receipt is confirmed; the term runs.")
    ),
    "assign": Spec(P.REQUEST_ASSIGN, forms.AssignForm, act_runs.assign, _("Assigned.")),
    "take": Spec(P.REQUEST_HANDLE, forms.EmptyForm, act_runs.take, _("The case is yours."), _("Take the case")),
    "transfer": Spec(P.REQUEST_HANDLE, forms.TransferForm, act_runs.transfer, _("Handed on.")),
    "supplement": Spec(
        P.REQUEST_ENTER,
        forms.SupplementForm,
        act_runs.supplement,
        _("The supplement is entered; the clock goes on."),
        _("Enter a supplement"),
    ),
    "record_search": Spec(P.REQUEST_HANDLE, forms.SearchForm, act_runs.search, _("The search is recorded.")),
    "add_note": Spec(P.REQUEST_HANDLE, forms.NoteForm, act_runs.note, _("Noted."), _("Add a note")),
    "attach": Spec(
        P.REQUEST_HANDLE, forms.AttachForm, act_runs.attach, _("The files are with the case."), _("Add files")
    ),
    "release": Spec(
        P.REQUEST_HANDLE, forms.ReleaseForm, act_runs.release, _("The applicant can download it."), _("Release a file")
    ),
    "relate": Spec(P.REQUEST_HANDLE, forms.RelateForm, act_runs.relate, _("Related."), _("Relate another request")),
    "change_delivery_wish": Spec(
        P.REQUEST_HANDLE,
        forms.WishForm,
        act_runs.wish,
        _("Changed."),
        _("Change how the answer is wanted"),
    ),
    "void_entry": Spec(
        P.REQUEST_HANDLE,
        forms.VoidForm,
        act_runs.void,
        _("The entry is voided; the term is counted anew."),
        _("Void a wrong entry"),
        "stop",
    ),
    "ask_correction": Spec(
        P.REQUEST_HANDLE,
        term_forms.CorrectionForm,
        act_runs.ask_correction,
        _("The correction is asked for; the clock stands still."),
    ),
    "receive_correction": Spec(
        P.REQUEST_ENTER,
        forms.CorrectionReceivedForm,
        act_runs.receive_correction,
        _("The correction is entered; the term begins anew."),
    ),
    "extend": Spec(P.REQUEST_HANDLE, term_forms.ExtensionForm, act_runs.extend, _("The term is extended.")),
    "ask_reasons": Spec(
        P.REQUEST_HANDLE, term_forms.ReasonsForm, act_runs.ask_reasons, _("The reasons are asked for.")
    ),
    "receive_reasons": Spec(
        P.REQUEST_ENTER, term_forms.ReasonsGivenForm, act_runs.receive_reasons, _("The reasons are entered.")
    ),
    "delay_term": Spec(P.REQUEST_HANDLE, term_forms.DelayForm, act_runs.delay, _("The delayed term is set.")),
    "ask_third_party": Spec(
        P.REQUEST_HANDLE,
        consult_forms.AskForm,
        act_runs.ask_third_party,
        _("The third party is asked; the clock stands still."),
    ),
    "ask_co_maker": Spec(
        P.REQUEST_HANDLE,
        consult_forms.AskCoMakerForm,
        act_runs.ask_co_maker,
        _("The agency is asked; the clock stands still."),
    ),
    "consult_agency": Spec(
        P.REQUEST_HANDLE,
        consult_forms.AskAgencyForm,
        act_runs.consult_agency,
        _("The agency is asked; the clock stands still."),
    ),
    "note_reached": Spec(
        P.REQUEST_HANDLE,
        consult_forms.DayOfConsultation,
        act_runs.reached,
        _("Noted; their days count from there."),
        _("The letter reached them"),
    ),
    "remind_party": Spec(
        P.REQUEST_HANDLE, consult_forms.DayOfConsultation, act_runs.remind, _("Noted."), _("They were reminded")
    ),
    "record_opinion": Spec(P.REQUEST_HANDLE, consult_forms.OpinionForm, act_runs.opinion, _("The opinion is entered.")),
    "record_silence": Spec(
        P.REQUEST_HANDLE, consult_forms.DayOfConsultation, act_runs.silence, _("Their silence is entered.")
    ),
    "weigh": Spec(P.REQUEST_HANDLE, consult_forms.WeighForm, act_runs.weigh, _("The conclusion is kept.")),
    "notice_fee": Spec(
        P.REQUEST_HANDLE, term_forms.FeeForm, act_runs.notice_fee, _("The fee notice is made; the clock stands still.")
    ),
    "note_fee_notice_reached": Spec(
        P.REQUEST_HANDLE,
        term_forms.FeeReachedForm,
        act_runs.fee_reached,
        _("Noted; the days to pay count from there."),
        _("The fee notice arrived"),
    ),
    "record_payment": Spec(P.REQUEST_ENTER, term_forms.PaymentForm, act_runs.payment, _("Paid; the term begins anew.")),
    "decide": Spec(
        P.REQUEST_HANDLE, end_forms.DecideForm, act_runs.decide, _("Decided; now it has to be delivered."), "", "seal"
    ),
    "deliver": Spec(
        P.REQUEST_HANDLE,
        end_forms.DeliverForm,
        act_runs.deliver,
        _("The delivery is recorded."),
        _("Record a delivery"),
    ),
    "withdraw": Spec(
        P.REQUEST_ENTER, end_forms.WithdrawForm, act_runs.withdraw, _("The withdrawal is entered."), "", "stop"
    ),
    "close_lapsed": Spec(P.REQUEST_HANDLE, end_forms.LapseForm, act_runs.lapse, _("Closed."), "", "stop"),
    "reopen": Spec(P.REQUEST_HANDLE, end_forms.ReopenForm, act_runs.reopen, _("The request is taken up again.")),
    "open_remedy": Spec(P.REQUEST_REMEDY, end_forms.RemedyForm, act_runs.remedy, _("The remedy is entered.")),
}
