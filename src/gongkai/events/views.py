"""How machines ask whether the installation lives and whether it is ready."""

import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from gongkai.core.models import Worker
from gongkai.core.permissions import PUBLIC, requires

SILENCE = datetime.timedelta(seconds=60)


@requires(PUBLIC)
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive. Asks no database, so that a database that is away does not get processes killed."""
    return JsonResponse({"alive": True})


@requires(PUBLIC)
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The installation can work: database, migrations, a living worker. 503 with what is missing if not."""
    checks = {"database": False, "migrations": False, "worker": False}
    try:
        checks["database"] = _database_answers()
        checks["migrations"] = _migrations_applied()
        checks["worker"] = Worker.objects.filter(seen_at__gte=timezone.now() - SILENCE).exists()
    except DatabaseError:
        pass  # what has not been reached stays False and is what the answer says
    ready = all(checks.values())
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
