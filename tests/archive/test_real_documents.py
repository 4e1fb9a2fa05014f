"""What the product itself composes keeps PDF/A-3a and PDF/UA-1: one document of each kind."""

import pytest
from django.utils import timezone

from certification.issuing import prepare_certificate
from certification.letters.applicant import receipt_content
from certification.letters.committee import build_decision, draw_minutes
from certification.letters.standard import standard_letter
from certification.operations.decisions import decide
from certification.room import room_of
from documents.drawing import draw_letter
from documents.finishing import finish
from tests.archive import opinion_of_verapdf
from tests.committee import make_session, recommended, sent_card

pytestmark = [pytest.mark.archive, pytest.mark.django_db]


@pytest.fixture
def session(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    session = make_session(members=3)
    sent_card(session.application)
    recommended(session, outcome="grant", cards=1)
    session.application.refresh_from_db()
    session.decision = decide(
        application=session.application,
        granted=True,
        reasons="Wnioskodawca spełnia wymagania standardu, co potwierdzają karty oceny.",
        by=session.authority,
    )
    if session.application.submitted_at is None:
        session.application.submitted_at = timezone.now()
    return session


def test_one_of_each_kind(session):
    application, decision = session.application, session.decision
    files = [
        *prepare_certificate(decision).values(),
        finish(draw_letter(build_decision(decision))),
        draw_minutes(room_of(session.meeting, session.chair)),
        *(
            finish(draw_letter(letter(subject, language=language)))
            for letter, subject in (
                (receipt_content, application),
                (standard_letter, application.version),
            )
            for language in ("pl", "en")
        ),
    ]

    opinion = opinion_of_verapdf(*files)

    assert opinion == {(number, profile): [] for number in range(8) for profile in ("3a", "ua1")}
