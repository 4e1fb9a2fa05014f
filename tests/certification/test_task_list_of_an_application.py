"""The list of what is to be filled in says what is done, and never more than that."""

import pytest
from django.urls import reverse

from tests.factories.certification import OfferFactory, make_case
from tests.factories.standards import EditionFactory, SchemeFactory

pytestmark = pytest.mark.django_db


def about(client, case):
    client.force_login(case.editor)
    page = client.get(reverse("certification:application", args=[case.application.number]))
    return {row.text: (row.note, row.tag["text"]) for row in page.context["about"]}


def test_what_the_application_is_about_is_done_once_its_area_is_named(client):
    case = make_case()
    rows = []

    for scope in ("", "powiat puławski"):
        case.application.scope = scope
        case.application.save()
        rows.append(about(client, case)["Czego dotyczy wniosek"])

    assert rows == [("lubelskie", "Do zrobienia"), ("lubelskie", "Gotowe")]


def test_the_offer_is_what_an_application_for_the_mark_is_about(client):
    scheme = SchemeFactory(kind="product_mark", per_offer=True)
    case = make_case(edition=EditionFactory(scheme=scheme))
    case.application.offer = OfferFactory(
        organisation=case.application.applicant, name="Miód lipowy"
    )
    case.application.save()

    assert about(client, case)["Czego dotyczy wniosek"] == ("Miód lipowy", "Gotowe")


def test_a_unit_without_the_entity_that_runs_it_is_not_done(client):
    case = make_case()
    organisation = case.application.applicant
    organisation.legal_form = "wtz"
    organisation.save()

    assert about(client, case)["Dane organizacji"] == (organisation.name, "Do zrobienia")
