"""The WSGI application: editions in other scripts, baked files, Django for the rest."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402  Django must stand first

from gongkai.config import editions, files, middleware, translations  # noqa: E402
from gongkai.portal.actions import static_files  # noqa: E402
from gongkai.portal.pages import site  # noqa: E402

static_files.ensure()

baked = files.BakedFiles(
    settings.PUBLIC_ROOT,
    django_application,
    policy=middleware.POLICY,
    cookie=site.VIEW_COOKIE,
    schemes=site.SCHEMES,
    sizes=site.SIZES,
)
application = editions.Editions(baked, editions.converters(translations.phrasebook))
