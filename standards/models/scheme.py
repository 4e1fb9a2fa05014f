"""What is certified and by whom: schemes and the bodies that run them."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from standards.dictionaries import VOIVODESHIP_CHOICES
from standards.lifecycle import ChangeClass
from standards.models.bilingual import Bilingual

code_of_prefix = RegexValidator(
    r"^[A-Z][A-Z0-9]{1,9}$", _("Use 2 to 10 capital letters or digits.")
)

MOST_NOTICE = 1000


class SchemeKind(models.TextChoices):
    """The shape of the procedure."""

    ACCREDITATION = "accreditation", _("Accreditation")
    PRODUCT_MARK = "product_mark", _("Mark of a product or service")
    COMPETITION = "competition", _("Competition")
    SOCIAL_AUDIT = "social_audit", _("Social audit")


def usual_notice_days() -> dict[str, int]:
    """Give the least days between publishing and binding, by class of change."""
    return {"typo": 0, "clarification": 14, "minor": 30, "major": 90}


USUAL_CONSULTATION_DAYS = 60


def whole_notice(value: Any) -> None:
    """Refuse a table of notice that leaves out a class, or gives a larger change less time."""
    days: list[Any] = []
    if isinstance(value, dict):
        days = [value.get(one) for one in ChangeClass.values]
    are_days = all(type(one) is int and 0 <= one <= MOST_NOTICE for one in days)
    if not days or len(value) != len(days) or not are_days or days != sorted(days):
        raise ValidationError(
            _(
                "Give whole days for typo, clarification, minor and major, at most %(most)s; "
                "a larger change never has less time than a smaller one."
            ),
            code="notice_not_whole",
            params={"most": MOST_NOTICE},
        )


class Scheme(models.Model):
    """Rules and procedures of one certification; schemes differ by the data of this row."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SchemeKind.choices)
    name_pl = models.CharField(_("name in Polish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    summary_pl = models.TextField(_("summary in Polish"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    case_prefix = models.CharField(
        _("prefix of case numbers"), max_length=10, unique=True, validators=[code_of_prefix]
    )
    certificate_prefix = models.CharField(
        _("prefix of certificate numbers"), max_length=10, unique=True, validators=[code_of_prefix]
    )
    certificate_title_pl = models.CharField(_("title of the certificate in Polish"), max_length=200)
    certificate_title_en = models.CharField(
        _("title of the certificate in English"), max_length=200
    )
    is_statutory = models.BooleanField(
        _("decided under the code of administrative procedure"), default=False
    )
    per_offer = models.BooleanField(_("each product or service is certified apart"), default=False)
    allowed_legal_forms = models.JSONField(
        _("legal forms that may apply"), default=list, blank=True
    )
    legal_basis_pl = models.TextField(_("legal basis in Polish"), blank=True)
    legal_basis_en = models.TextField(_("legal basis in English"), blank=True)
    remedy_notice_pl = models.TextField(_("notice of remedies in Polish"), blank=True)
    remedy_notice_en = models.TextField(_("notice of remedies in English"), blank=True)
    fee_note_pl = models.TextField(_("fees in Polish"), blank=True)
    fee_note_en = models.TextField(_("fees in English"), blank=True)
    declarations = models.JSONField(_("declarations of the applicant"), default=list, blank=True)
    publishes_section_results = models.BooleanField(
        _("results of sections are public"), default=False
    )
    notice_days = models.JSONField(
        _("least days of notice by class of change"),
        default=usual_notice_days,
        validators=[whole_notice],
    )
    consultation_days = models.PositiveSmallIntegerField(
        _("least days of a consultation"), default=USUAL_CONSULTATION_DAYS
    )

    name = Bilingual()
    summary = Bilingual()
    certificate_title = Bilingual()
    legal_basis = Bilingual()
    remedy_notice = Bilingual()
    fee_note = Bilingual()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="scheme_kind_is_known", condition=models.Q(kind__in=SchemeKind.values)
            ),
        ]

    def __str__(self) -> str:
        """Name the scheme in the language of the page."""
        return self.name

    @property
    def notice_by_class(self) -> list[tuple[str, int]]:
        """Give the days between publishing and binding, the smallest change first."""
        return [(str(one.label), int(self.notice_days[one])) for one in ChangeClass]

    @property
    def is_open_to_any_form(self) -> bool:
        """No list of legal forms means that any form may apply."""
        return not self.allowed_legal_forms


class Operator(models.Model):
    """A body that runs a scheme: the Minister for the whole country or a regional centre."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_pl = models.CharField(_("name in Polish"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    voivodeship = models.CharField(
        _("voivodeship"), max_length=2, choices=VOIVODESHIP_CHOICES, blank=True, default=""
    )
    city = models.CharField(_("town"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_national = models.BooleanField(_("acts in the whole country"), default=False)

    name = Bilingual()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="regional_operator_names_its_voivodeship",
                condition=models.Q(is_national=True) | ~models.Q(voivodeship=""),
            ),
        ]

    def __str__(self) -> str:
        """Name the body in the language of the page."""
        return self.name
