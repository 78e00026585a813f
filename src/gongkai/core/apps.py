"""Plugs core into Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "gongkai.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The rows of tasks are models of another app, which are not there before all apps are.
        from gongkai.core import background, checkup, guards, schedule, sealing, throttle

        checkup.check("database", _("The database is whole"))(guards.examine_integrity)
        checkup.check("guards", _("The database guards the legal acts"))(guards.examine_guards)
        checkup.check("sealed", _("Everything sealed can be opened"))(sealing.examine)
        checkup.check("tasks", _("Background tasks get done"))(background.examine)
        schedule.every("core.prune-tasks", 3600)(lambda now: background.prune(now=now))
        schedule.every("core.forget-tallies", 3600)(lambda now: throttle.forget(now=now))
