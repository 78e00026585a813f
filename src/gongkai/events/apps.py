"""Plugs events into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "gongkai.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongkai.core import checkup
        from gongkai.events import tasks

        checkup.check("trail", _("The trail is unbroken"))(tasks.examine_chain)
        checkup.check("letters", _("Every event reaches those who listen"))(tasks.examine_letters)
        checkup.check("backlog", _("Nobody who listens is stuck"))(tasks.examine_backlog)
