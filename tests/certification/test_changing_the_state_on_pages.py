"""Who may change the state of a certificate, and what the pages of these changes do."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from certification.lifecycle import CERTIFICATE_MOVES
from certification.models import PostRole, StatusChange
from certification.views.registry.actions import ACTS
from documents.views.credentials import LIST_KEPT_BY_CACHES
from tests.factories.certification import (
    CertificateFactory,
    MembershipFactory,
    PostFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
MINUTE = 60
NOTE = "Nie usunięto uchybień wskazanych w czasie nadzoru."


@pytest.fixture
def certificate():
    return CertificateFactory()


@pytest.fixture
def secretary(certificate):
    return PostFactory(operator=certificate.application.edition.operator).person


def actions(certificate):
    return reverse("certification:certificate_actions", args=[certificate.number])


def action(certificate, act):
    return reverse("certification:certificate_action", args=[certificate.number, act])


def answer(certificate, act, **fields):
    form = ACTS[act].form
    data = {"reason": form.reasons[0], "public_note": NOTE}
    if form.needs_day:
        data["effective_on"] = certificate.valid_from.isoformat()
    return data | fields


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("secretariat", 200),
        ("authority", 403),
        ("observer", 403),
        ("assessor", 404),
        ("member", 403),
        ("stranger", 404),
        ("anonymous", 302),
    ],
)
def test_only_the_secretariat_changes_the_state(client, certificate, role, status):
    if role in PostRole.values:
        operator = certificate.application.edition.operator
        client.force_login(PostFactory(operator=operator, role=role).person)
    elif role == "member":
        client.force_login(MembershipFactory(organisation=certificate.holder).person)
    elif role == "stranger":
        client.force_login(UserFactory())

    pages = [client.get(actions(certificate)), client.get(action(certificate, "suspend"))]
    posted = client.post(action(certificate, "suspend"), answer(certificate, "suspend"))

    assert [page.status_code for page in pages] == [status, status]
    certificate.refresh_from_db()
    assert (posted.status_code, certificate.status) == (
        (302, "suspended") if status == 200 else (status, "valid")
    )


def test_a_secretary_of_another_operator_does_not_learn_of_it(client, certificate):
    client.force_login(PostFactory().person)

    assert client.get(actions(certificate)).status_code == 404


@pytest.mark.parametrize("status", list(CERTIFICATE_MOVES))
def test_only_possible_changes_are_offered(client, status):
    certificate = CertificateFactory(status=status)
    client.force_login(PostFactory(operator=certificate.application.edition.operator).person)

    response = client.get(actions(certificate))

    offered = {act.target for _key, act in response.context["acts"]}
    assert offered == CERTIFICATE_MOVES[status]


def test_a_suspension_is_known_everywhere_within_a_minute(
    client, certificate, secretary, monkeypatch, django_capture_on_commit_callbacks
):
    """The workers are woken; where that fails, the clock and the caches together keep it."""
    woken = []
    monkeypatch.setattr("standards.waking.send", lambda task, *_given: woken.append(task))
    client.force_login(secretary)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(action(certificate, "suspend"), answer(certificate, "suspend"))

    assert {"documents.tasks.sign_status_lists", "documents.tasks.publish_log"} <= set(woken)
    clock = settings.CELERY_BEAT_SCHEDULE["sign-status-lists"]["schedule"]
    assert clock + kept_for(LIST_KEPT_BY_CACHES) <= MINUTE
    number = certificate.number
    for address in (f"/c/{number}", f"/api/v1/certificates/{number}", "/registry/"):
        assert kept_for(client.get(address).headers.get("Cache-Control", "")) <= MINUTE, address


def kept_for(header):
    """Read for how many seconds a cache may keep an answer."""
    found = re.search(r"max-age=(\d+)", header)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("act", ["suspend", "withdraw", "terminate", "annul"])
def test_each_change_is_confirmed_on_its_own_page(client, certificate, secretary, act):
    client.force_login(secretary)

    page = client.get(action(certificate, act))
    response = client.post(action(certificate, act), answer(certificate, act))

    assert page.status_code == 200
    assert (response.status_code, response.url) == (302, actions(certificate))
    certificate.refresh_from_db()
    change = StatusChange.objects.latest("pk")
    assert (certificate.status, change.status, change.public_note, change.recorded_by) == (
        ACTS[act].target,
        ACTS[act].target,
        NOTE,
        secretary,
    )


def test_restoring_needs_no_note(client, certificate, secretary):
    client.force_login(secretary)
    client.post(action(certificate, "suspend"), answer(certificate, "suspend"))

    response = client.post(
        action(certificate, "restore"), answer(certificate, "restore", public_note="")
    )

    assert response.status_code == 302
    certificate.refresh_from_db()
    assert certificate.status == "valid"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"public_note": "krótko"}, "public_note"),
        ({"reason": "remedied"}, "reason"),
        ({"effective_on": "2026-13-01"}, "effective_on"),
        ({"effective_on": "1999-01-01"}, "__all__"),
    ],
)
def test_a_wrong_answer_is_shown_and_changes_nothing(client, certificate, secretary, fields, field):
    client.force_login(secretary)

    response = client.post(action(certificate, "suspend"), answer(certificate, "suspend", **fields))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    certificate.refresh_from_db()
    assert (certificate.status, StatusChange.objects.count()) == ("valid", 1)


def test_a_change_that_is_no_longer_possible_is_refused_in_words(client, certificate, secretary):
    client.force_login(secretary)
    client.post(action(certificate, "withdraw"), answer(certificate, "withdraw"))

    response = client.post(action(certificate, "suspend"), answer(certificate, "suspend"))

    (refusal,) = response.context["form"].errors.as_data()["__all__"]
    assert refusal.code == "certificate_move_refused"
    certificate.refresh_from_db()
    assert certificate.status == "withdrawn"


def test_an_unknown_change_is_not_found(client, certificate, secretary):
    client.force_login(secretary)

    assert client.get(action(certificate, "sell")).status_code == 404
