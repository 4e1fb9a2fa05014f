"""Statements whose text is kept answer as the queries behind them do, on every ask."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.api import certificates as programs
from certification.facets import LATEST_TALLY
from certification.models import Certificate
from certification.open_data import ONE_CERTIFICATE
from certification.operations.tally import count_registry
from certification.standing import CHANGES
from certification.views.registry.certificate import PUBLIC_FACTS
from certification.views.registry.public import LISTING, SCHEMES
from standards.statements import Statement
from tests.factories.certification import CertificateFactory, StatusChangeFactory

pytestmark = pytest.mark.django_db
ASKED_BEFORE_A_PLAN_IS_KEPT = 5


@pytest.fixture
def certificates():
    made = CertificateFactory.create_batch(3, scope=["powiat bialski", "powiat łukowski"])
    for certificate in made:
        StatusChangeFactory(certificate=certificate)
        StatusChangeFactory(certificate=certificate, status="suspended", scope=["powiat bialski"])
    count_registry()
    return made


def test_each_answers_as_its_query_for_every_certificate(certificates):
    for _ in range(ASKED_BEFORE_A_PLAN_IS_KEPT):
        for certificate in certificates:
            for statement in (PUBLIC_FACTS, ONE_CERTIFICATE):
                rows = statement.rows(lookup=certificate.lookup)
                assert rows == list(statement.build(lookup=certificate.lookup))
                assert len(rows) == 1
            rows = CHANGES.rows(certificate=certificate.pk)
            assert rows == list(CHANGES.build(certificate=certificate.pk))
            assert len(rows) == 3


@pytest.mark.parametrize(
    "statement", [LISTING.newest, programs.LISTING.newest, SCHEMES, LATEST_TALLY]
)
def test_one_without_values_answers_as_its_query(certificates, statement):
    for _ in range(ASKED_BEFORE_A_PLAN_IS_KEPT):
        rows = statement.rows()
        assert rows == list(statement.build())
        assert rows


def test_an_unknown_value_finds_nothing(certificates):
    assert PUBLIC_FACTS.rows(lookup="0WES' OR 1=1 --") == []
    assert CHANGES.rows(certificate=0) == []


def test_the_text_is_made_once_and_asked_by_one_query():
    made = []

    def build(lookup):
        made.append(lookup)
        return Certificate.objects.filter(lookup=lookup).values("pk")

    statement = Statement(build, lookup=str)

    with CaptureQueriesContext(connection) as queries:
        for number in range(3):
            assert statement.rows(lookup=str(number)) == []

    assert len(made) == 1
    assert len(queries) == 3


def test_a_value_that_the_query_changes_is_refused():
    statement = Statement(
        lambda q: Certificate.objects.filter(search_text__contains=q).values("pk"), q=str
    )

    with pytest.raises(TypeError, match="does not hold q"):
        statement.rows(q="dolina")


def test_postgresql_keeps_the_plan_of_what_is_asked_often():
    if connection.vendor != "postgresql":
        # SQLite keeps prepared statements by itself.
        assert CHANGES.rows(certificate=0) == []
        return
    for _ in range(ASKED_BEFORE_A_PLAN_IS_KEPT):
        CHANGES.rows(certificate=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [row[0] for row in cursor.fetchall()]
    assert any("certification_statuschange" in statement for statement in kept)
