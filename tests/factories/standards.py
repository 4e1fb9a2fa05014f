"""Schemes, versions of standards and calls with plain defaults.

The database refuses to add content to a published version, so a version is made as a draft, filled
and published at the end: ``make_standard()`` does all of it with a few statements.
"""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from standards.lifecycle import VersionStatus
from standards.models import (
    Criterion,
    DecisionRule,
    Edition,
    Operator,
    Scale,
    ScaleLevel,
    Scheme,
    Section,
    StandardVersion,
)
from standards.packages.writing import content_sha256


class SchemeFactory(DjangoModelFactory):
    class Meta:
        model = Scheme

    code = factory.Sequence(lambda n: f"scheme-{n}")
    kind = "accreditation"
    name_pl = factory.LazyAttribute(lambda scheme: f"Program {scheme.code}")
    name_en = factory.LazyAttribute(lambda scheme: f"Scheme {scheme.code}")
    summary_pl = "Krótki opis programu."
    summary_en = "A short description of the scheme."
    case_prefix = factory.Sequence(lambda n: f"AKR{n}")
    certificate_prefix = factory.Sequence(lambda n: f"CERT{n}")
    certificate_title_pl = "Certyfikat akredytacji"
    certificate_title_en = "Certificate of accreditation"
    legal_basis_pl = "Regulamin programu."
    legal_basis_en = "Rules of the scheme."
    remedy_notice_pl = "Od decyzji przysługuje odwołanie w terminie 14 dni."
    remedy_notice_en = "The decision may be appealed within 14 days."
    fee_note_pl = "Udział jest bezpłatny."
    fee_note_en = "Taking part is free of charge."
    declarations = factory.LazyFunction(
        lambda: [
            {"key": "truth", "text_pl": "Dane są prawdziwe.", "text_en": "The data is true."},
        ]
    )


class OperatorFactory(DjangoModelFactory):
    class Meta:
        model = Operator

    code = factory.Sequence(lambda n: f"operator-{n}")
    name_pl = factory.LazyAttribute(lambda operator: f"Instytucja {operator.code}")
    name_en = factory.LazyAttribute(lambda operator: f"Body {operator.code}")
    city = "Warszawa"
    is_national = True


class StandardVersionFactory(DjangoModelFactory):
    """A draft without content: fill it and call ``publish_version``, or take ``make_standard``."""

    class Meta:
        model = StandardVersion

    scheme = factory.SubFactory(SchemeFactory)
    version = factory.Sequence(lambda n: f"2026.{n + 1}")
    title_pl = "Standard próbny"
    title_en = "Trial standard"


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    version = factory.SubFactory(StandardVersionFactory)
    position = factory.Sequence(lambda n: n + 1)
    key = factory.LazyAttribute(lambda section: f"section-{section.position}")
    code = factory.LazyAttribute(lambda section: f"S{section.position}")
    title_pl = factory.LazyAttribute(lambda section: f"Obszar {section.code}")
    title_en = factory.LazyAttribute(lambda section: f"Section {section.code}")


class ScaleFactory(DjangoModelFactory):
    """A scale from 0 to ``levels``, two by default."""

    class Meta:
        model = Scale
        skip_postgeneration_save = True

    version = factory.SubFactory(StandardVersionFactory)
    key = factory.Sequence(lambda n: f"S{n}")

    @factory.post_generation
    def levels(self, create, extracted, **kwargs):
        top = 2 if extracted is None else extracted
        ScaleLevel.objects.bulk_create(
            ScaleLevel(
                scale=self, value=value, label_pl=f"Poziom {value}", label_en=f"Level {value}"
            )
            for value in range(top + 1)
        )


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    section = factory.SubFactory(SectionFactory)
    version = factory.SelfAttribute("section.version")
    scale = factory.SubFactory(ScaleFactory, version=factory.SelfAttribute("..version"))
    position = factory.Sequence(lambda n: n + 1)
    key = factory.LazyAttribute(lambda criterion: f"criterion-{criterion.position}")
    code = factory.LazyAttribute(lambda criterion: f"C{criterion.position}")
    text_pl = factory.LazyAttribute(lambda criterion: f"Kryterium {criterion.code}.")
    text_en = factory.LazyAttribute(lambda criterion: f"Criterion {criterion.code}.")
    evidence_pl = "statut"
    evidence_en = "statute"
    checked_by = factory.LazyFunction(lambda: ["D"])
    weight = Decimal(5)


class DecisionRuleFactory(DjangoModelFactory):
    class Meta:
        model = DecisionRule

    version = factory.SubFactory(StandardVersionFactory)
    total_threshold = Decimal(70)
    default_section_threshold = Decimal(60)
    conditional_total = Decimal(60)
    conditional_section = Decimal(50)
    conditional_sections_at_most = 2


def publish_version(version, *, by=None):
    """Freeze a filled version without going through four eyes."""
    version.status = VersionStatus.PUBLISHED
    version.sha256 = content_sha256(version)
    version.published_at = version.published_at or timezone.now()
    version.published_by = by
    version.save()
    return version


def make_standard(
    criteria=20, sections=4, published=True, *, scheme=None, version="2026.1", rule=None
) -> StandardVersion:
    """Make a whole version quickly: sections A, B, …, criteria A01, A02, … with keys a01, a02, …

    All criteria have the scale 0–2, but A01, which is a yes-or-no knock-out; equal weights add up
    to 100. The last criterion may be answered with "not applicable".
    """
    owner = scheme or SchemeFactory()
    made = StandardVersionFactory(scheme=owner, version=version)
    levels = {"TN": ScaleFactory(version=made, key="TN", levels=1)}
    levels["S2"] = ScaleFactory(version=made, key="S2", levels=2)
    parts = Section.objects.bulk_create(
        Section(
            version=made,
            key=f"section-{chr(97 + n)}",
            code=chr(65 + n),
            position=n + 1,
            title_pl=f"Obszar {chr(65 + n)}",
            title_en=f"Section {chr(65 + n)}",
        )
        for n in range(sections)
    )
    weight = (Decimal(100) / criteria).quantize(Decimal("0.01"))
    Criterion.objects.bulk_create(
        Criterion(
            version=made,
            section=parts[n * sections // criteria],
            scale=levels["TN" if n == 0 else "S2"],
            key=_code(n, criteria, sections).lower(),
            code=_code(n, criteria, sections),
            position=n + 1,
            text_pl=f"Kryterium {_code(n, criteria, sections)} jest spełnione.",
            text_en=f"Criterion {_code(n, criteria, sections)} is met.",
            evidence_pl="statut",
            evidence_en="statute",
            checked_by=["D"],
            weight=weight,
            gate="knockout" if n == 0 else "none",
            gate_value=1 if n == 0 else 0,
            not_applicable_allowed=n == criteria - 1 and n > 0,
        )
        for n in range(criteria)
    )
    DecisionRuleFactory(version=made, **(rule or {}))
    return publish_version(made) if published else made


def _code(n: int, criteria: int, sections: int) -> str:
    section = n * sections // criteria
    first = next(m for m in range(criteria) if m * sections // criteria == section)
    return f"{chr(65 + section)}{n - first + 1:02d}"


class EditionFactory(DjangoModelFactory):
    """A call open since 2026 without an end, on a small published version of its scheme."""

    class Meta:
        model = Edition

    scheme = factory.SubFactory(SchemeFactory)
    operator = factory.SubFactory(OperatorFactory)
    version = factory.LazyAttribute(
        lambda edition: make_standard(criteria=4, sections=2, scheme=edition.scheme)
    )
    code = factory.Sequence(lambda n: f"edition-{n}")
    name_pl = factory.LazyAttribute(lambda edition: f"Nabór {edition.code}")
    name_en = factory.LazyAttribute(lambda edition: f"Call {edition.code}")
    opens_on = date(2026, 1, 1)
    closes_on = None
    divergence_limit = Decimal(15)
