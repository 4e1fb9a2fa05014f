"""Organisations, applications, assessments, decisions and certificates, and the rules on them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    """The domain of certification and accreditation."""

    name = "certification"
    verbose_name = _("Certification")
