"""A WeChat official account (微信公众号): the item becomes a draft, is handed in, and is looked after until it is out.

The contract, from the service's public documentation (developers.weixin.qq.com, 草稿箱, 发布能力): with the account's
AppID and AppSecret `cgi-bin/stable_token` gives an access token for two hours, the same to every process;
`cgi-bin/draft/add` makes a draft and answers with its `media_id`; `cgi-bin/freepublish/submit` hands it in and answers
with a `publish_id`; `cgi-bin/freepublish/get` tells what became of it (0 out, 1 under way, anything else failed), with
the article's id and address; `cgi-bin/freepublish/delete` takes an article back. Every answer may be
`{"errcode": …, "errmsg": …}` instead; 0 is no error.

A draft needs a cover that lies among the account's permanent materials; pictures of other servers are left out by the
service, so the text goes without pictures and with the address of the item's page as its source.
"""

import re
import time
from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.core.channels import contract, web

TITLE, AUTHOR, DIGEST, BODY = 64, 8, 120, 19_000
_POLL_SECONDS = 30
_EARLY = 300
_OUT, _UNDER_WAY = 0, 1
_PICTURE = re.compile(r"<(?:img|picture|figure|video|audio|iframe)\b[^>]*/?>|</(?:picture|figure|video|audio|iframe)>")
# What the service means, and what helps.
_TOKEN_IS_OLD = {40001, 40014, 42001}
_LATER = {-1: 60, 45009: 3600, 45011: 60}
_HELP: dict[int, Any] = {
    40007: gettext_lazy("The cover is not among the permanent materials of the account."),
    40013: gettext_lazy("The AppID is wrong."),
    40125: gettext_lazy("The AppSecret is wrong."),
    40164: gettext_lazy("The address of this server is not on the account's white list."),
    45003: gettext_lazy("The title is too long for the service."),
    45002: gettext_lazy("The text is too long for the service."),
    48001: gettext_lazy("The account has no right to this interface."),
    53503: gettext_lazy("The draft did not pass the check of the service."),
    53504: gettext_lazy("The service wants this draft to be published by hand."),
    53505: gettext_lazy("The service wants this draft to be saved by hand first."),
    87014: gettext_lazy("The service refused the content."),
}
_FAILED: dict[int, Any] = {
    2: gettext_lazy("The service refused it (statement of original work)."),
    3: gettext_lazy("The service could not publish it."),
    4: gettext_lazy("The review of the service refused it."),
    5: gettext_lazy("It was deleted in the account after it had been published."),
    6: gettext_lazy("The service blocked it after it had been published."),
}
_GONE = {53600}
# Tokens by account, until when: every process of ours gets the same from the service.
_tokens: dict[tuple[str, str], tuple[str, float]] = {}


class WeChat:
    """Posts to one official account."""

    code: ClassVar[str] = "wechat"
    label: ClassVar[Any] = gettext_lazy("WeChat official account")
    channel: ClassVar[str] = "wechat"
    credentials: ClassVar[tuple[contract.Credential, ...]] = (
        contract.Credential("appid", "AppID"),
        contract.Credential("secret", "AppSecret"),
        contract.Credential(
            "cover",
            gettext_lazy("Cover (media id)"),
            gettext_lazy("A permanent picture of the account; without a cover the service takes no draft."),
        ),
    )
    can_delete: ClassVar[bool] = True

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    def post(self, article: contract.Article, progress: Mapping[str, str]) -> contract.Step:
        """Make the draft, then hand it in, then ask what became of it."""
        if "publish_id" in progress:
            return self._look_after(progress)
        if "media_id" in progress:
            answer = self._call("freepublish/submit", {"media_id": progress["media_id"]})
            left = {**progress, "publish_id": str(answer["publish_id"])}
            return contract.Step("waiting", left, seconds=_POLL_SECONDS)
        answer = self._call("draft/add", {"articles": [self._draft(article)]})
        return contract.Step("going-on", {"media_id": str(answer["media_id"])})

    def is_begun(self, progress: Mapping[str, str]) -> bool:
        """What was handed in comes out by itself."""
        return "publish_id" in progress

    def delete(self, progress: Mapping[str, str]) -> None:
        """Take the article back."""
        body = {"article_id": progress.get("article_id", ""), "index": 0}
        self._call("freepublish/delete", body, fine=_GONE)

    def _draft(self, article: contract.Article) -> dict[str, Any]:
        source = f"<p>{escape(_('Read the original at'))}：{escape(article.address)}</p>"
        body = _PICTURE.sub("", article.body)
        if len(body) > BODY:
            # Cut html would be broken html: the summary stands for it.
            body = f"<p>{escape(article.summary or article.title)}</p>"
        return {
            "title": contract.cut(article.title, TITLE),
            "author": contract.cut(article.author, AUTHOR),
            "digest": contract.cut(article.summary, DIGEST),
            "content": body + source,
            "content_source_url": article.address,
            "thumb_media_id": self._given.get("cover", ""),
            "need_open_comment": 0,
            "only_fans_can_comment": 0,
        }

    def _look_after(self, progress: Mapping[str, str]) -> contract.Step:
        answer = self._call("freepublish/get", {"publish_id": progress["publish_id"]})
        status = int(answer.get("publish_status", _UNDER_WAY))
        if status == _UNDER_WAY:
            return contract.Step("waiting", progress, seconds=_POLL_SECONDS)
        if status != _OUT:
            words = str(_FAILED.get(status) or _("The service reports the state %(n)d.") % {"n": status})
            raise contract.Refused(words, is_fresh=True)
        articles = (answer.get("article_detail") or {}).get("item") or [{}]
        left = {**progress, "article_id": str(answer.get("article_id", ""))}
        return contract.Step("posted", left, address=str(articles[0].get("article_url", "")))

    def _call(
        self, path: str, body: Mapping[str, Any], *, fine: set[int] | frozenset[int] = frozenset()
    ) -> dict[str, Any]:
        """One call with the token; an old token is replaced once."""
        for is_forced in (False, True):
            query = {"access_token": self._token(is_forced=is_forced)}
            answer = web.send_json(f"{settings.WECHAT_URL}/cgi-bin/{path}", query=query, body=body)
            code = int(answer.get("errcode") or 0)
            if code not in _TOKEN_IS_OLD:
                break
        if code and code not in fine:
            raise _trouble(code, str(answer.get("errmsg", "")))
        return answer

    def _token(self, *, is_forced: bool) -> str:
        key = (self._given.get("appid", ""), self._given.get("secret", ""))
        known = _tokens.get(key)
        if known is not None and not is_forced and known[1] > time.monotonic():
            return known[0]
        body = {"grant_type": "client_credential", "appid": key[0], "secret": key[1], "force_refresh": is_forced}
        answer = web.send_json(f"{settings.WECHAT_URL}/cgi-bin/stable_token", query={}, body=body)
        if code := int(answer.get("errcode") or 0):
            raise _trouble(code, str(answer.get("errmsg", "")))
        token = str(answer["access_token"])
        _tokens[key] = (token, time.monotonic() + int(answer.get("expires_in", 7200)) - _EARLY)
        return token


def _trouble(code: int, message: str) -> contract.Trouble:
    """What an error of the service means for us. Its own words follow, as far as they are no address."""
    said = contract.cut(message.split(" rid:")[0], 120)
    if code in _LATER:
        words = _("The service has had enough for now (%(code)d %(said)s).") % {"code": code, "said": said}
        return contract.NotNow(words, seconds=_LATER[code])
    if code in _TOKEN_IS_OLD:
        return contract.NotNow(_("The service does not take its own token (%(code)d).") % {"code": code}, seconds=300)
    words = str(_HELP.get(code) or _("The service refused it."))
    return contract.Refused(f"{words}（{code} {said}）")
