"""Settings for the tests: the same, in a throw-away data folder, on the database the runner names."""

import atexit
import os
import shutil
import tempfile

os.environ["GONGKAI_HOME"] = tempfile.mkdtemp(prefix="gongkai-test-")
atexit.register(shutil.rmtree, os.environ["GONGKAI_HOME"], ignore_errors=True)
os.environ["GONGKAI_DATABASE_URL"] = os.environ.get("GONGKAI_TEST_DATABASE_URL", "")
for _name in ("GONGKAI_SECRET_KEY", "GONGKAI_PERSONAL_KEYS", "GONGKAI_HOSTS", "GONGKAI_OIDC", "GONGKAI_SECOND_FACTOR"):
    os.environ.pop(_name, None)

from gongkai.config.settings import *  # noqa: E402, F403

SECRET_KEY = "for-tests-only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in life, so that threads see one database; never flushed to the disk, as nothing of it is kept.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405
