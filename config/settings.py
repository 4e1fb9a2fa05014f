"""All settings of Atest, read top to bottom; the environment is read in this file only.

Unset variables mean the embedded default: SQLite, a broker of files and a demo under ``var/``.
In production (``DEBUG=0``) a missing secret stops the start with one clear line a language.
"""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _
from environs import Env

from config.refusing import (
    NO_ALLOWED_HOSTS,
    NO_CACHE_URL,
    NO_SECRET_KEY,
    WEAK_SECRET_KEY,
    StartRefused,
)
from config.secrets import embedded_key
from config.timetable import TIMETABLE

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Which kind of installation --------------------------------------------------------------
# Embedded: nothing is configured, everything lives in SQLite and files under var/ (the demo).
# Production: DEBUG=0, or a database of its own. Pages show code only where DEBUG=1 is asked for.
DEBUG = env.bool("DEBUG", False)
PRODUCTION = not DEBUG and ("DEBUG" in os.environ or bool(env.str("DATABASE_URL", "")))

# --- Secrets and hosts -----------------------------------------------------------------------
EMBEDDED_KEY_PREFIX = "embedded-"
SHORTEST_KEY = 50
SECRET_KEY = env.str("SECRET_KEY", "")
if PRODUCTION and not SECRET_KEY:
    raise StartRefused(NO_SECRET_KEY)
if PRODUCTION and (SECRET_KEY.startswith(EMBEDDED_KEY_PREFIX) or len(SECRET_KEY) < SHORTEST_KEY):
    raise StartRefused(WEAK_SECRET_KEY)
if not SECRET_KEY:
    SECRET_KEY = embedded_key(VAR_DIR / "secret_key", EMBEDDED_KEY_PREFIX)
# Private keys of seals, credentials and the log: files of their own, or a token by PKCS#11.
KEYS_DIR = Path(env.str("KEYS_DIR", str(VAR_DIR / "keys")))
KEYS_PASSWORD = env.str("KEYS_PASSWORD", "")
PKCS11_MODULE = env.str("PKCS11_MODULE", "")
PKCS11_TOKEN = env.str("PKCS11_TOKEN", "")
PKCS11_PIN = env.str("PKCS11_PIN", "")
TSA_URL = env.str("TSA_URL", "")  # a service of time stamps (RFC 3161) for the seals
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["*"])
if not ALLOWED_HOSTS:
    raise StartRefused(NO_ALLOWED_HOSTS)
LISTEN_HOST = env.str("HOST", "127.0.0.1")
LISTEN_PORT = env.int("PORT", 8000)
WEB_WORKERS = env.int("WEB_WORKERS", 1)
LOAD_DEMO = env.bool("DEMO", True) and not PRODUCTION
PUBLIC_URL = env.str("PUBLIC_URL", f"http://127.0.0.1:{LISTEN_PORT}").rstrip("/")
# The public log signs under this name for ever; it stays when the site moves to another address.
LOG_ORIGIN = env.str("LOG_ORIGIN", PUBLIC_URL.partition("://")[2] + "/log")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
if PUBLIC_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]

# --- Applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "workflows",
    "certification",
    "documents",
    "standards",
    "viewflow",
    "viewflow.workflow",
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    # Its loader is named below, around the one that folds.
    "template_partials.apps.SimpleAppConfig",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.NoNullSign",
    "config.middleware.LoggedOutInBackground",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.SecondFactor",
    "viewflow.middleware.SiteMiddleware",
    "config.middleware.BusyCase",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "config.rendering.SiteRenderer"
CSRF_FAILURE_VIEW = "config.views.refusals.token_refused"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "config.folding.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

# --- Database: SQLite with WAL and IMMEDIATE, or PostgreSQL by DATABASE_URL --------------------
DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'atest.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # With recursive triggers REPLACE asks the guards against DELETE as well.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    # A lock that is held longer than this answers 503 instead of blocking the worker.
    # Plans and cursors live in a connection, which a pooler of transactions gives to others.
    is_pooled = env.bool("DATABASE_POOLED", False)
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = is_pooled
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c lock_timeout=3000",
        "prepare_threshold": None if is_pooled else 3,
    }
CACHES = {"default": env.dj_cache_url("CACHE_URL", "locmem://atest")}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    if PRODUCTION and WEB_WORKERS > 1:
        raise StartRefused(NO_CACHE_URL)
    # Counts of requests by address live here; three hundred entries would forget them too soon.
    CACHES["default"].setdefault("OPTIONS", {"MAX_ENTRIES": 20_000})

# --- People: log in by e-mail, second factor for staff ----------------------------------------
AUTH_USER_MODEL = "certification.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "certification.permissions.CaseBackend",
    "certification.permissions.GivenRightsBackend",
]
GUARDIAN_RAISE_403 = True
ANONYMOUS_USER_NAME = None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 9},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "config.accounts.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FORM_CLASS = "certification.forms.SignupForm"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one takes its place once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or factor is told by a letter
# Beside the limits of the accounts package: comments in consultations from one network address.
ACCOUNT_RATE_LIMITS = {"comment": "20/h/ip"}
ACCOUNT_FORMS = {"reset_password": "config.forms.AskForNewPassword"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Atest"
# Nobody logs in with an address that is not confirmed; a new one may wait beside the factors.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "config.forms.SecondStep",
    "reauthenticate": "config.forms.SecondStepAgain",
    "activate_totp": "config.forms.SetUpApp",
    "add_webauthn": "config.forms.AddPasskey",
    "edit_webauthn": "config.forms.RenamePasskey",
}
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_AGE = 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
# Staff must set up a second factor. The demo goes without, so that a stranger can play each role.
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", PRODUCTION)

# --- Mail: files under var/ in the demo ---------------------------------------------------------
if env.str("EMAIL_URL", ""):
    vars().update(
        {
            f"EMAIL_{key.removeprefix('EMAIL_')}": value
            for key, value in env.dj_email_url("EMAIL_URL").items()
        }
    )
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Atest <noreply@demo.example>")

# --- Jobs: the database row is the truth, the broker only wakes workers -------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://")
CELERY_BROKER_TRANSPORT: str | None = None  # as the address says
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
if CELERY_BROKER_URL == "filesystem://":
    queue_dir = VAR_DIR / "queue"
    for name in ("messages", "processed", "control"):
        (queue_dir / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT = "config.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(queue_dir / "messages"),
        "data_folder_out": str(queue_dir / "messages"),
        "processed_folder": str(queue_dir / "processed"),
        "control_folder": str(queue_dir / "control"),
        "polling_interval": 0.1,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Warsaw"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")
CELERY_BEAT_SCHEDULE = TIMETABLE
# A job claimed longer ago than this is given out again; longer than the longest job.
JOB_LOST_AFTER_SECONDS = env.int("JOB_LOST_AFTER_SECONDS", 300)
# Invented certificates for tests of scale are written outside DEBUG only where this says so.
ALLOW_GENERATE = env.bool("ATEST_ALLOW_GENERATE", False)

# --- The interface for programs ------------------------------------------------------------------
# From one address; several web processes of a production count in the cache of CACHE_URL.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", 600)
# Reading a file that somebody brings costs a process of its own.
FILE_CHECKS_A_MINUTE = env.int("FILE_CHECKS_A_MINUTE", 20)
# How many proxies of our own stand in front and add to X-Forwarded-For; none: it is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0)

# --- The name on every page, and where its footer leads ------------------------------------------
SITE_NAME = env.str("SITE_NAME", "Atest")
HELP_EMAIL = env.str("HELP_EMAIL", "pomoc@demo.example")
# Who runs this installation: the statements on accessibility and privacy name it.
OPERATOR = {
    "name": env.str("OPERATOR_NAME", "Operator przykładowy (dane przykładowe)"),
    "address": env.str("OPERATOR_ADDRESS", "ul. Przykładowa 7, 00-001 Warszawa"),
    "phone": env.str("OPERATOR_PHONE", "22 000 00 00"),
    "accessibility_contact": env.str("ACCESSIBILITY_CONTACT", "Zespół pomocy"),
    "data_protection_email": env.str("DATA_PROTECTION_EMAIL", "iod@demo.example"),
    "site_url": PUBLIC_URL,
    "is_demo": LOAD_DEMO,
}
# Whoever offers a changed program over a network shows its source, the changed one (AGPL, 13).
SOURCE_URL = env.str("SOURCE_URL", "/source/")

# --- Languages and time ------------------------------------------------------------------------
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "Europe/Warsaw"
USE_TZ = True
# No separators by themselves: they would also cut keys and seconds in attributes.
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "config.formats"

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_ROOT = Path(env.str("STORAGE_URL", str(VAR_DIR / "files")).removeprefix("file://"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.static_storage.HashedStorage"
        if env.bool("STATIC_HASHED", PRODUCTION)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Without collected files (a quick look, the tests) they are served from where they lie.
WHITENOISE_USE_FINDERS = not PRODUCTION
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Browser protection -------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
    "EXCLUDE_URL_PREFIXES": ("/operator/", "/admin/"),
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# --- Log: no personal data ----------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        # The broker of files has no host, and kombu warns of that at every message.
        "kombu.connection": {"level": "ERROR"},
        # Django leaves it to the server to drop the body after HEAD, which says so each time.
        "gunicorn.http": {"level": "ERROR"},
        # The library of PDF files says at every start that it logs.
        "pikepdf": {"level": "WARNING"},
    },
}
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
# Our backend extends guardian's, which the check does not see.
# The second: SQLite leaves out the further columns of an index, and finds the rows all the same.
SILENCED_SYSTEM_CHECKS = ["guardian.W001", "models.W040"]
