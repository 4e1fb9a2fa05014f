"""Settings of real processes under test: the embedded installation, with an impatient clock."""

from config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.processes.apps.ProcessesConfig"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
JOB_LOST_AFTER_SECONDS = 8
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "workflows.tasks.sweep_jobs", "schedule": 1.0},
    "send-messages": {"task": "certification.tasks.send_messages", "schedule": 1.0},
}
