"""Messages go out by mail once each, and one that is refused never holds up the others."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from certification.models import Message
from certification.operations.case import write_message
from certification.tasks import send_messages
from tests.factories.certification import MessageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def refusing(monkeypatch):
    """Let the server refuse one address."""
    accept = EmailBackend.send_messages

    def send(backend, messages):
        if messages[0].to == ["nikt@demo.example"]:
            raise SMTPRecipientsRefused({"nikt@demo.example": (550, b"no such user")})
        return accept(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)


def waiting():
    return list(Message.objects.filter(sent_at__isnull=True).order_by("pk"))


def test_each_message_goes_out_once_however_often_the_task_runs():
    MessageFactory()
    MessageFactory()

    assert (send_messages(), send_messages()) == (2, 0)
    assert len(mail.outbox) == 2
    assert waiting() == []


def test_a_refused_address_does_not_hold_up_those_behind_it(refusing, caplog):
    refused = MessageFactory(recipient=UserFactory(email="nikt@demo.example"))
    other = MessageFactory()

    send_messages()

    assert [letter.to for letter in mail.outbox] == [[other.recipient.email]]
    assert waiting() == [refused]
    assert "nikt@demo.example" not in caplog.text


def test_a_server_that_cannot_be_reached_leaves_every_message_waiting(monkeypatch):
    def unreachable(_backend, _messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", unreachable)
    kept = [MessageFactory(), MessageFactory()]

    with pytest.raises(ConnectionRefusedError):
        send_messages()

    assert waiting() == kept


def test_a_line_break_in_a_name_does_not_reach_the_header_of_the_mail():
    write_message(
        kind="invited",
        recipients=[UserFactory()],
        subject="You are invited to X\nBcc: all@demo.example",
        body="Join.",
    )

    send_messages()

    assert [letter.subject for letter in mail.outbox] == [
        "You are invited to X Bcc: all@demo.example"
    ]
