"""What runs without anybody asking: the doctor's checks of the trail and of its delivery."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core.checkup import Finding
from gongkai.events import actions, queries


def examine_chain(repair: bool) -> list[Finding]:
    """Verify every link of the trail and name the first that does not hold. Nothing repairs this."""
    broken = queries.first_broken_link()
    if broken is None:
        return []
    place = {"seq": broken.seq, "id": broken.event_id or "—", "reason": _(broken.reason)}
    return [Finding(_("The trail is broken at link %(seq)s (event %(id)s): %(reason)s.") % place)]


def examine_letters(repair: bool) -> list[Finding]:
    """Find events that a listener could not take; repairing delivers them again."""
    findings = []
    for letter in queries.dead_letters():
        repaired = repair and _delivered(letter)
        about = {"listener": letter.subscription.name, "event": letter.event.kind, "about": letter.event.about}
        findings.append(Finding(_("%(listener)s could not take %(event)s of %(about)s.") % about, repaired))
    return findings


def _delivered(letter: actions.DeadLetter) -> bool:
    try:
        actions.retry(letter=letter, at=timezone.now())
    except Exception:  # noqa: BLE001  the letter stays where it is and the doctor says so
        return False
    return True


def examine_backlog(repair: bool) -> list[Finding]:
    """Find listeners that keep failing on what comes next."""
    return [
        Finding(
            _("%(listener)s has failed %(attempts)s times; %(waiting)s events wait: %(error)s")
            % {
                "listener": backlog.name,
                "attempts": backlog.attempts,
                "waiting": backlog.waiting,
                "error": (backlog.last_error.strip().splitlines() or [""])[-1],
            }
        )
        for backlog in queries.backlogs()
        if backlog.attempts
    ]
