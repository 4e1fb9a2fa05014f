"""What the clock reminds of, each once and in the language of who is reminded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.models import Message
from certification.models.certificate import Obligation, ObligationKind
from certification.operations.clock import note_missed_completion, remind_holders
from tests.factories.certification import CertificateFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_holders_are_reminded_once_in_their_language():
    certificate = CertificateFactory()
    person = UserFactory(language="en")
    MembershipFactory(organisation=certificate.application.applicant, person=person, role="signs")
    day = timezone.localdate() + timedelta(days=20)
    Obligation.objects.create(
        certificate=certificate, kind=ObligationKind.SURVEILLANCE, period=1, due_on=day
    )

    first, second = remind_holders(), remind_holders()

    assert (first, second) == (1, 0)
    mine = Message.objects.filter(recipient=person).values_list("subject", flat=True)
    assert list(mine) == [
        f"{certificate.application.number}: surveillance is due by {day.day} {day:%B %Y}"
    ]


def test_what_is_due_later_is_not_reminded_of_yet():
    certificate = CertificateFactory()
    Obligation.objects.create(
        certificate=certificate,
        kind=ObligationKind.RENEWAL,
        period=1,
        due_on=timezone.localdate() + timedelta(days=31),
    )

    assert remind_holders() == 0
    assert list(Message.objects.all()) == []


def test_a_missed_completion_is_noted_only_where_gaps_were_called():
    certificate = CertificateFactory()

    assert note_missed_completion(application=certificate.application) is None
    assert certificate.application.events.filter(kind="completion_missed").count() == 0
