"""People read codes of criteria, never their keys."""

import pytest
from django.template.loader import render_to_string

from certification.evaluation import result_of
from standards.models import Criterion
from tests.committee import sent_card
from tests.factories.certification import make_case
from tests.factories.standards import EditionFactory, make_standard, publish_version

pytestmark = pytest.mark.django_db


def test_gates_that_failed_or_split_are_named_by_their_codes():
    version = make_standard(criteria=2, sections=1, published=False)
    Criterion.objects.filter(version=version, key="a02").update(
        key="social-aim", code="S01", gate="knockout", gate_value=1
    )
    edition = EditionFactory(scheme=version.scheme, version=publish_version(version))
    application = make_case("awaiting_committee", edition=edition).application
    sent_card(application)
    sent_card(application, lowered={"social-aim": 0})
    sent_card(application, lowered={"social-aim": 0})

    page = render_to_string(
        "certification/committee/evaluation.html",
        {"result": result_of(application), "application": application},
    )

    assert page.count("S01") == 2
    assert "social-aim" not in page.lower()
