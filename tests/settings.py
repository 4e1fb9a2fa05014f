"""Settings of the test suite: the real ones, with quick hashes and files in a temporary place."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="atest-tests-"))
os.environ["DEBUG"] = "1"  # no production, whichever database the suite runs on

from config.catalogues import compile_catalogues
from config.settings import *  # noqa: F403

# Before the applications start: whatever asks for a translation first fixes the catalogues it saw.
compile_catalogues(BASE_DIR)  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT = None
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
DEBUG = False
ALLOWED_HOSTS = ["*"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

INSTALLED_APPS = [*INSTALLED_APPS, "tests.traps"]  # noqa: F405
