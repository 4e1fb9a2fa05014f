"""Settings of the benchmarks: production's, with the floor page beside the real ones."""

import os

os.environ["DEBUG"] = "0"
os.environ.setdefault("SECRET_KEY", "only-for-measuring-" + "0123456789abcdef" * 3)
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")
os.environ.setdefault("ATEST_ALLOW_GENERATE", "1")
# One client asks for all: the limit is counted as ever, and never reached.
os.environ.setdefault("API_REQUESTS_A_MINUTE", "100000000")

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
