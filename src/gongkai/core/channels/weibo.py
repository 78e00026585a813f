"""A Weibo account (新浪微博): the item becomes one post of its title, its summary and the address of its page.

The contract, from the service's public documentation (open.weibo.com: statuses/share, statuses/destroy, 错误代码):
`statuses/share.json` takes `access_token` and `status` as form fields; the text has at most 140 characters, must hold
an address within the domain that the application is bound to, and no `#topic#`. It answers with the post: `idstr`,
`mid`, `user.idstr`. An error is `{"error": …, "error_code": …, "request": …}`, mostly with status 400 or 403. A token
lasts as long as the account granted it and is granted anew by a person.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.core.channels import contract, web

LENGTH = 140
_LATER = {10001: 60, 10002: 300, 10003: 60, 10009: 300, 10010: 60, 10011: 60, 10022: 3600, 10023: 3600, 10024: 3600}
_TOKEN = {21301, 21314, 21315, 21316, 21317, 21319, 21327, 21332}
_HELP: dict[int, Any] = {
    10014: gettext_lazy("The application has no right to this interface."),
    20012: gettext_lazy("The text is too long for the service."),
    20017: gettext_lazy("The account has just posted something like it."),
    20018: gettext_lazy("The text holds an address that the service does not allow."),
    20019: gettext_lazy("The account has posted the same text."),
    20020: gettext_lazy("The service takes the text for advertising."),
    20021: gettext_lazy("The service refused the content."),
}
_GONE = {20101}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Weibo:
    """Posts to one account."""

    code: ClassVar[str] = "weibo"
    label: ClassVar[Any] = gettext_lazy("Weibo account")
    channel: ClassVar[str] = "weibo"
    credentials: ClassVar[tuple[contract.Credential, ...]] = (
        contract.Credential(
            "access_token",
            gettext_lazy("Access token"),
            gettext_lazy("Granted by the account to the application of the office."),
        ),
    )
    can_delete: ClassVar[bool] = True

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    def post(self, article: contract.Article, progress: Mapping[str, str]) -> contract.Step:
        """One call and it is out."""
        answer = self._call("statuses/share", {"status": text_of(article)})
        mid = str(answer.get("mid") or answer.get("idstr") or answer.get("id") or "")
        user = answer.get("user") or {}
        who = str(user.get("idstr") or user.get("id") or "")
        address = f"https://weibo.com/{who}/{short_of(mid)}" if who and mid.isdecimal() else ""
        return contract.Step("posted", {"id": str(answer.get("idstr") or answer.get("id") or mid)}, address=address)

    def is_begun(self, progress: Mapping[str, str]) -> bool:
        """It is out at once or not at all."""
        return "id" in progress

    def delete(self, progress: Mapping[str, str]) -> None:
        """Take the post back."""
        self._call("statuses/destroy", {"id": progress.get("id", "")}, fine=_GONE)

    def _call(
        self, path: str, fields: Mapping[str, str], *, fine: set[int] | frozenset[int] = frozenset()
    ) -> dict[str, Any]:
        given = {"access_token": self._given.get("access_token", ""), **fields}
        answer = web.send_form(f"{settings.WEIBO_URL}/2/{path}.json", fields=given)
        code = int(answer.get("error_code") or 0)
        if code and code not in fine:
            raise _trouble(code, str(answer.get("error", "")))
        return answer


def text_of(article: contract.Article) -> str:
    """Title and summary in one, cut so that the whole has at most 140 characters with the address at its end."""
    words = f"{article.title}。{article.summary}" if article.summary else article.title
    return f"{contract.cut(words.replace('#', '＃'), LENGTH - len(article.address) - 1)} {article.address}"


def short_of(mid: str) -> str:
    """A post's number as its address has it: groups of seven digits from the right, each in base 62."""
    groups = []
    while mid:
        mid, group = mid[:-7], mid[-7:]
        text, number = "", int(group)
        while number:
            number, digit = divmod(number, 62)
            text = _DIGITS[digit] + text
        groups.append(text.rjust(4, "0") if mid else text)
    return "".join(reversed(groups))


def _trouble(code: int, message: str) -> contract.Trouble:
    said = contract.cut(message, 120)
    if code in _LATER:
        words = _("The service has had enough for now (%(code)d %(said)s).") % {"code": code, "said": said}
        return contract.NotNow(words, seconds=_LATER[code])
    if code in _TOKEN:
        words = _("The access token is no longer good; have it granted anew and enter it at the account.")
    else:
        words = str(_HELP.get(code) or _("The service refused it."))
    return contract.Refused(f"{words}（{code} {said}）")
