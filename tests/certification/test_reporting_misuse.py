"""Reports of misuse: taken from anybody, handled by the right secretariat, answered in writing."""

import pytest
from django.core import mail

from certification.errors.registry import AnswerMissing, ReportMoveRefused
from certification.lifecycle import REPORT_MOVES, ReportStatus
from certification.models import Message, MisuseReport
from certification.operations.reports import confirm_report, dismiss_report, take_up
from certification.tasks import send_notices
from tests.factories.certification import CertificateFactory, PostFactory, UserFactory
from tests.factories.standards import OperatorFactory

pytestmark = pytest.mark.django_db
TEXT = "Na etykiecie stoi znak, choć certyfikat cofnięto."
GIVEN = {"kind": "ended", "description": TEXT, "place": "sklep", "email": "ktos@example.org"}
ACTS = {
    "in_review": lambda report, by: take_up(report=report, by=by),
    "confirmed": lambda report, by: confirm_report(report=report, answer="Tak było.", by=by),
    "dismissed": lambda report, by: dismiss_report(report=report, answer="Nie.", by=by),
}


@pytest.fixture
def certificate():
    return CertificateFactory()


@pytest.fixture
def clerk(certificate):
    operator = certificate.application.edition.operator
    return PostFactory(operator=operator, role="secretariat").person


def send(client, certificate, **changes):
    given = GIVEN | {"number": certificate.number.lower()} | changes
    return client.post("/registry/report/", given, headers={"accept-language": "en"})


def test_a_report_reaches_the_secretariat_of_the_certificate_and_gives_a_receipt(
    client, certificate, clerk
):
    stranger = PostFactory(role="secretariat").person

    response = send(client, certificate)

    report = MisuseReport.objects.get()
    assert response.url == f"/registry/report/{report.token}/"
    assert (report.certificate, report.operator, report.status) == (
        certificate,
        certificate.application.edition.operator,
        "received",
    )
    assert [(one.recipient, one.path) for one in Message.objects.all()] == [
        (clerk, f"/reports/{report.number}/")
    ]
    receipt = client.get(response.url, headers={"accept-language": "en"})
    assert "Received" in receipt.content.decode()
    assert "ktos@example.org" not in receipt.content.decode()
    assert receipt.headers["Referrer-Policy"] == "no-referrer"
    assert not stranger.has_perm("certification.handle_misusereport", report)


def test_a_report_on_an_unknown_number_is_taken_too(client):
    operator = OperatorFactory(is_national=True)

    client.post("/registry/report/", GIVEN | {"number": "OWES-1999-1"})

    assert [(one.certificate, one.operator) for one in MisuseReport.objects.all()] == [
        (None, operator)
    ]


def test_a_program_that_fills_in_everything_is_refused(client, certificate):
    response = send(client, certificate, website="spam")

    assert (response.status_code, MisuseReport.objects.count()) == (200, 0)
    assert response.context["form"].errors == {"website": ["Leave this field empty."]}


def test_one_network_sends_ten_an_hour(client, certificate):
    answers = [send(client, certificate).status_code for _ in range(11)]

    assert (answers, MisuseReport.objects.count()) == ([302] * 10 + [429], 10)


@pytest.mark.parametrize("source", ReportStatus.values)
@pytest.mark.parametrize("target", ACTS)
def test_every_move_follows_the_table(client, certificate, clerk, source, target):
    send(client, certificate)
    MisuseReport.objects.update(status=source)
    report = MisuseReport.objects.get()

    if target in REPORT_MOVES[source]:
        assert ACTS[target](report, clerk).status == target
    else:
        with pytest.raises(ReportMoveRefused):
            ACTS[target](report, clerk)
        assert MisuseReport.objects.get().status == source


def test_the_answer_is_shown_sent_and_the_address_forgotten(client, certificate, clerk):
    url = send(client, certificate).url
    report = MisuseReport.objects.get()

    client.force_login(clerk)
    page = f"/reports/{report.number}/"
    refused = client.post(page, {"act": "confirm", "answer": " "})
    closed = client.post(page, {"act": "confirm", "answer": "Wezwano do usunięcia znaku."})
    send_notices()

    report.refresh_from_db()
    assert refused.context["form"].errors["__all__"].as_data()[0].code == AnswerMissing.code
    assert (closed.status_code, report.status, report.email) == (302, "confirmed", "")
    assert [(letter.to, letter.body) for letter in mail.outbox] == [
        (["ktos@example.org"], "Wezwano do usunięcia znaku.")
    ]
    assert "Wezwano do usunięcia znaku." in client.get(url).content.decode()
    assert report.history.first().history_user == clerk


def test_only_the_secretariat_of_the_operator_sees_reports(client, certificate, clerk):
    send(client, certificate)
    number = MisuseReport.objects.get().number
    elsewhere = PostFactory(role="secretariat").person
    authority = PostFactory(
        operator=certificate.application.edition.operator, role="authority"
    ).person

    def see(person):
        client.force_login(person)
        listed = client.get("/reports/")
        rows = len(listed.context["rows"]) if listed.status_code == 200 else None
        return rows, client.get(f"/reports/{number}/").status_code

    assert see(clerk) == (1, 200)
    assert see(elsewhere) == (0, 404)
    assert see(authority) == (None, 404)
    assert see(UserFactory()) == (None, 404)
    assert see(UserFactory(is_superuser=True, is_staff=True)) == (None, 404)
    client.logout()
    assert client.get("/reports/").status_code == 302


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_keeps_its_number_of_queries(
    client, certificate, clerk, django_assert_num_queries, rows
):
    send(client, certificate)
    first = MisuseReport.objects.get()
    for n in range(rows - 1):
        MisuseReport.objects.create(
            number=f"T-{n}",
            operator=first.operator,
            certificate=certificate,
            kind="other",
            description=TEXT,
            received_at=first.received_at,
        )
    client.force_login(clerk)
    client.get("/reports/")

    with django_assert_num_queries(5):
        response = client.get("/reports/")

    assert len(response.context["rows"]) == rows
