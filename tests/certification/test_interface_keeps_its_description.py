"""Every address answers as its description says, whatever a program sends."""

from datetime import date

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.config import SchemathesisConfig

from certification.registry import lookup_of
from tests.factories.certification import CertificateFactory, StatusChangeFactory
from tests.factories.standards import make_standard

pytestmark = pytest.mark.django_db
EXAMPLES = 10
DESCRIPTION = "/api/v1/openapi.json"
PLACES = {"number": "OWES-2026-0031", "scheme": "owes", "version": "2026.1", "a": "2026.1"}
CONFIG = SchemathesisConfig.from_dict({"generation": {"max-examples": EXAMPLES}})
schema = schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application(), config=CONFIG)
QUIET = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.fixture
def _one_connection():
    """Keep the connection of the test's transaction, as Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def registry(settings, _one_connection):
    """Give the registry something to find; every example asks the same rows."""
    settings.API_REQUESTS_A_MINUTE = settings.FILE_CHECKS_A_MINUTE = 1_000_000
    certificate = CertificateFactory(
        decision__certificate_number=PLACES["number"],
        lookup=lookup_of(PLACES["number"]),
        decision__valid_from=date(2026, 1, 10),
        decision__valid_until=date(2028, 1, 9),
        offer_name="Zupa „Żółta”",
        scope=["powiat puławski"],
    )
    StatusChangeFactory(
        certificate=certificate, status="suspended", effective_on=date(2026, 3, 1), reason="misuse"
    )
    make_standard()


def with_whole_parts(case):
    """Put a byte into an empty file: the client leaves out the end of a part that has none."""
    if isinstance(case.body, dict) and case.body.get("file") in ("", b""):
        case.body["file"] = b"-"
    return case


@schema.parametrize()
@QUIET
def test_an_address_answers_as_it_is_described(case, registry):
    with_whole_parts(case).call_and_validate()


@schema.parametrize()
@QUIET
def test_an_address_answers_for_what_exists(case, registry):
    for name in case.path_parameters or {}:
        case.path_parameters[name] = PLACES.get(name, PLACES["version"])

    with_whole_parts(case).call_and_validate()
