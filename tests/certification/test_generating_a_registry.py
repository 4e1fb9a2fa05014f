"""The generator writes whole, plausible certificates in bulk and only where it may."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from stdnum.pl import nip, regon

from certification.facts import digest_of, facts_of
from certification.models import Certificate, Decision, Organisation, StatusChange
from certification.operations.case import next_number
from certification.registry import lookup_of
from tests.factories.standards import EditionFactory, SchemeFactory

pytestmark = pytest.mark.django_db


def generate(number, seed=1):
    out = StringIO()
    call_command("generate_registry", certificates=number, seed=seed, stdout=out)
    return out.getvalue()


def test_it_refuses_where_it_is_not_allowed(settings):
    settings.ALLOW_GENERATE = False
    EditionFactory()

    with pytest.raises(CommandError, match="Refused"):
        generate(1)

    assert not Certificate.objects.exists()


def test_it_asks_for_a_published_standard(settings):
    settings.ALLOW_GENERATE = True

    with pytest.raises(CommandError, match="load_standard"):
        generate(1)


@pytest.mark.parametrize("number", [0, -5])
def test_it_asks_for_one_certificate_at_least(settings, number):
    settings.ALLOW_GENERATE = True

    with pytest.raises(CommandError, match="at least"):
        generate(number)


def test_every_certificate_is_whole(settings, client):
    settings.ALLOW_GENERATE = True
    EditionFactory()
    EditionFactory(scheme=SchemeFactory(per_offer=True))

    assert generate(60).startswith("60 certificates written")

    certificates = list(
        Certificate.objects.select_related(
            "decision__application__edition__scheme",
            "decision__application__applicant",
            "decision__application__offer",
            "decision__application__version",
        )
    )
    assert len(certificates) == 60
    assert {one.lookup for one in certificates} == {lookup_of(one.number) for one in certificates}
    assert [one.digest for one in certificates] == [
        digest_of(facts_of(one.decision)) for one in certificates
    ]
    assert StatusChange.objects.filter(reason="issued").count() == 60
    assert all(
        nip.is_valid(one.nip) and regon.is_valid(one.regon) and one.is_demo
        for one in Organisation.objects.filter(street="ul. Próbna 1")
    )
    for one in certificates[:5]:
        assert client.get(f"/c/{one.number}").status_code == 200


def test_a_second_run_goes_on_with_the_numbers(settings):
    settings.ALLOW_GENERATE = True
    edition = EditionFactory()

    generate(10)
    generate(10)

    assert Certificate.objects.count() == 20
    year = Certificate.objects.latest("pk").issued_on.year
    fresh = next_number(edition.scheme.certificate_prefix, year=year)
    assert not Decision.objects.filter(certificate_number=fresh).exists()


def test_rows_are_written_in_bulk(settings):
    settings.ALLOW_GENERATE = True
    EditionFactory()
    counts = []

    for number in (50, 200):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            generate(number)
        counts.append(len(queries))

    assert counts[1] < counts[0] + 40
