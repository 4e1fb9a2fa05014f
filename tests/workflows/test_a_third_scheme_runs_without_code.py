"""A scheme that is one file of data goes the whole way, from a draft to a public page."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from certification.models import Certificate, PostRole, SeatRole
from certification.operations.certificates import withdraw
from standards.models import Edition
from tests.factories.certification import (
    CommitteeFactory,
    MembershipFactory,
    PostFactory,
    SeatFactory,
)
from workflows.demo.story import Story

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parent.parent / "standards" / "data" / "audit-2026.1.yaml"


@pytest.fixture
def call():
    call_command("load_standard", FILE, stdout=StringIO())
    return Edition.objects.select_related("scheme", "operator").get()


@pytest.fixture
def people(call):
    """Give everybody who acts in a case, by the names of the demo."""
    committee = CommitteeFactory(operator=call.operator, scheme=call.scheme)
    chair = SeatFactory(committee=committee, role=SeatRole.CHAIR).person
    SeatFactory.create_batch(4, committee=committee)
    posts = {
        "sekretariat": PostRole.SECRETARIAT,
        "organ": PostRole.AUTHORITY,
        "ekspert1": PostRole.ASSESSOR,
        "ekspert2": PostRole.ASSESSOR,
    }
    return {"przewodniczaca": chair} | {
        login: PostFactory(operator=call.operator, role=role).person
        for login, role in posts.items()
    }


def test_the_scheme_of_the_file_ends_as_a_certificate_anybody_can_check(client, call, people):
    holder = MembershipFactory().organisation
    story = Story(edition=call, organisation=holder, people=people).open().fill()

    story.whole("ekspert1", "ekspert2", number="1/2026", day=timezone.localdate())

    certificate = Certificate.objects.get()
    year = timezone.localdate().year
    assert (story.application.number, certificate.number, certificate.holder) == (
        f"AUD-{year}-0001",
        f"AUDYT-{year}-0001",
        holder,
    )
    page = client.get(f"/c/{certificate.number}").content.decode()
    assert [text in page for text in ("Audyt społeczny", "Ważny", holder.name)] == [True] * 3
    withdraw(
        certificate=certificate,
        effective_on=timezone.localdate(),
        public_note="Na prośbę podmiotu.",
        reason="holder_request",
        by=people["sekretariat"],
    )
    assert "Cofnięty" in client.get(f"/c/{certificate.number}").content.decode()
