"""Second factor, background requests of people logged out, locks held by others, refusals."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, OperationalError
from django.test import Client, RequestFactory
from viewflow.workflow.exceptions import FlowLockFailed

from certification.models import PostRole
from config.middleware import BusyCase
from config.views.refusals import broken
from tests.factories.certification import MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(settings):
    settings.STAFF_MFA_REQUIRED = True


@pytest.mark.usefixtures("strict")
def test_staff_without_a_second_factor_are_led_to_setting_one_up(client):
    client.force_login(PostFactory(role=PostRole.SECRETARIAT).person)

    response = client.get("/inbox/")

    assert (response.status_code, response.url) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200


@pytest.mark.usefixtures("strict")
def test_staff_with_a_second_factor_work(client):
    person = PostFactory(role=PostRole.SECRETARIAT).person
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(person)

    assert client.get("/inbox/").status_code == 200


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize(
    "address", ["/", "/registry/", "/verify/", "/standards/", "/accessibility/", "/privacy/"]
)
def test_staff_without_a_second_factor_see_what_everybody_sees(client, address):
    client.force_login(PostFactory(role=PostRole.SECRETARIAT).person)

    assert client.get(address).status_code == 200


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("address", ["/c/OWES-1999-0001", "/C/OWES-1999-0001"])
def test_staff_without_a_second_factor_check_certificates_like_everybody(client, address):
    client.force_login(PostFactory(role=PostRole.SECRETARIAT).person)

    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("address", ["/queue/", "/meetings/", "/my/messages/", "/account/"])
def test_staff_without_a_second_factor_see_nothing_else(client, address):
    client.force_login(PostFactory(role=PostRole.SECRETARIAT).person)

    response = client.get(address)

    assert (response.status_code, response.url) == (302, "/accounts/2fa/")


@pytest.mark.usefixtures("strict")
def test_applicants_need_no_second_factor(client):
    client.force_login(MembershipFactory().person)

    assert client.get("/my/").status_code == 200


def test_a_background_request_of_somebody_logged_out_gets_401(client):
    plain = client.get("/inbox/")
    background = client.get("/inbox/", headers={"HX-Request": "true"})

    assert (plain.status_code, plain.url) == (302, "/accounts/login/?next=/inbox/")
    assert (background.status_code, background.content) == (401, b"")


def test_the_session_is_prolonged_while_it_lasts_and_brings_a_new_token(client):
    assert client.get("/session/").status_code == 401

    client.force_login(MembershipFactory().person)
    response = client.get("/session/")

    assert response.status_code == 204
    assert len(response["X-CSRFToken"]) == 64


def lock_timeout() -> DatabaseError:
    """Make what PostgreSQL raises when a lock is not given in time."""
    problem = OperationalError("canceling statement due to lock timeout")
    cause = Exception()
    cause.sqlstate = "55P03"
    problem.__cause__ = cause
    return problem


@pytest.mark.parametrize(
    "problem",
    [FlowLockFailed("busy"), lock_timeout(), OperationalError("database is locked")],
    ids=["flow", "postgresql", "sqlite"],
)
def test_a_lock_held_by_somebody_else_is_said_in_words(problem):
    layer = BusyCase(lambda _request: None)

    response = layer.process_exception(RequestFactory().post("/"), problem)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Ktoś inny właśnie zapisuje tę sprawę" in response.content.decode()


def test_any_other_exception_reaches_the_log():
    layer = BusyCase(lambda _request: None)

    assert layer.process_exception(RequestFactory().post("/"), OperationalError("no host")) is None


def test_a_missing_page_offers_the_registry(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert '<form action="/registry/"' in response.content.decode()


@pytest.mark.parametrize("path", ["/registry/watch/%00/end/", "/c/%00", "/standards/a%00/2026.1/"])
def test_an_address_with_the_sign_nought_is_no_page(client, path):
    assert client.get(path).status_code == 404


def test_an_old_form_is_refused_in_words_and_with_a_sign_for_scripts():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": "a@example.org", "password": "x"})

    assert (response.status_code, response["X-CSRF-Failed"]) == (403, "1")
    assert "Ten formularz jest nieaktualny" in response.content.decode()


def test_a_broken_page_gives_a_number_and_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = broken(RequestFactory().get("/x/"))

    assert response.status_code == 500
    assert "podaj nam ten numer" in response.content.decode()
