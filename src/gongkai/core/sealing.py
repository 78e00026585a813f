"""For the doctor: whether every sealed value can be opened with the keys on the ring."""

from django.utils.translation import gettext as _

from gongkai.core import encryption, rekeying
from gongkai.core.checkup import Finding

MOST = 20


def examine(repair: bool) -> list[Finding]:
    """Open every sealed value, and find those still under old keys; repairing seals these anew."""
    try:
        encryption.ring()
    except encryption.WrongRing as error:
        return [Finding(_("The keys of personal data cannot be read: %(error)s") % {"error": error})]
    findings = []
    for place, pk in rekeying.unopenable():
        findings.append(Finding(_("%(place)s of row %(row)s cannot be opened.") % {"place": place, "row": pk}))
        if len(findings) >= MOST:
            return findings
    if findings:
        return findings
    for place, count in rekeying.stale().items():
        if repair:
            rekeying.renew(progress=lambda *_: None)
        words = _("%(count)s values at %(place)s are sealed under an old key.")
        findings.append(Finding(words % {"count": count, "place": place}, repair))
    return findings
