"""Settings of the second floor: Django as startproject leaves it, and the one view."""

from tests.bench.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.stock_urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Not Django's, but allauth does not start without it.
    "allauth.account.middleware.AccountMiddleware",
]
