"""`gongkai serve`: the web, the worker and the scheduler under one roof, each also alone."""

import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from gongkai.core import supervisor

TICK_SECONDS = 20


def unapplied_migrations() -> list[str]:
    """Names of the migrations this version brings that the database has not seen."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def web_command(*, bind: str, port: int, processes: int) -> list[str]:
    """The command line of the web server."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", bind, "--port", str(port)),
        *("--workers", str(processes), "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers"),
        *("--workers-kill-timeout", "15", "--log-level", "warning", "gongkai.config.wsgi:application"),
    ]


def gongkai_command(*words: str) -> list[str]:
    """The command line of another command of ours."""
    return [sys.executable, "-m", "gongkai.config.cli", *words]


class Command(BaseCommand):
    """Supervise the processes of one installation."""

    help = "Serve the portal and the desk: web, worker and scheduler under one roof. Stop with Ctrl+C."

    def add_arguments(self, parser: CommandParser) -> None:
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--web-only", action="store_true", help="Start the web processes alone.")
        only.add_argument("--worker-only", action="store_true", help="Start the worker alone.")
        only.add_argument("--scheduler-only", action="store_true", help="Start the scheduler alone.")
        parser.add_argument("--no-scheduler", action="store_true", help="Leave the scheduler out; call `gongkai tick`.")
        parser.add_argument("--bind", default=settings.ENV["GONGKAI_BIND"], help="Address to listen on (%(default)s).")
        parser.add_argument("--port", type=int, default=settings.ENV["GONGKAI_PORT"], help="Port (%(default)s).")

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := unapplied_migrations():
            raise CommandError(
                _("The database is not ready: %(count)s changes are missing. Run: gongkai migrate")
                % {"count": len(missing)}
            )
        connection.close()
        children = self._children(options)
        if "web" in children:
            _refuse_taken_port(options["bind"], options["port"])
            shown = "127.0.0.1" if options["bind"] in {"0.0.0.0", "::"} else options["bind"]  # noqa: S104
            address = f"http://{shown}:{options['port']}"
            self.stdout.write(_("Portal: %(address)s/    Desk: %(address)s/desk/") % {"address": address})
        self.stdout.write(_("Running: %(names)s. Stop with Ctrl+C.") % {"names": ", ".join(children)})
        self.stdout.flush()
        sys.exit(supervisor.Supervisor(children).run())

    def _children(self, options: dict[str, Any]) -> dict[str, list[str]]:
        web = web_command(bind=options["bind"], port=options["port"], processes=settings.ENV["GONGKAI_WEB_PROCESSES"])
        children = {
            "web": web,
            "worker": gongkai_command("worker"),
            "scheduler": gongkai_command("tick", "--every", str(TICK_SECONDS)),
        }
        for name in ("web", "worker", "scheduler"):
            if options[f"{name}_only"]:
                return {name: children[name]}
        if options["no_scheduler"]:
            del children["scheduler"]
        return children


def _refuse_taken_port(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise CommandError(
                _("Cannot listen on %(bind)s:%(port)s (%(error)s). Choose another: gongkai serve --port 8080")
                % {"bind": bind, "port": port, "error": error.strerror}
            ) from error
