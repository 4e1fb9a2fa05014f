"""A renewal begins with every answer of the case that the certificate rests on."""

from datetime import date

import pytest
from django.urls import reverse

from certification.errors.applicant import EditionNotOpen
from certification.errors.versions import NotRenewable, RenewalBegunAlready, RenewedElsewhere
from certification.lifecycle import ApplicationStatus, CertificateStatus
from certification.models import (
    Application,
    Assessment,
    CaseEvent,
    Evidence,
    Obligation,
    Partner,
)
from certification.operations.applications import submit
from certification.operations.confirming import confirm_answers
from certification.operations.renewals import begin_renewal
from standards.models import Criterion
from tests.factories.carrying import next_version, said
from tests.factories.certification import (
    CertificateFactory,
    DecisionFactory,
    DeclarationFactory,
    EvidenceFactory,
    PartnerFactory,
    UserFactory,
    make_case,
)
from tests.factories.standards import EditionFactory, SchemeFactory, make_standard

pytestmark = pytest.mark.django_db
CLARIFIED = {"text_pl": "Inaczej zapisane kryterium.", "text_en": "Worded otherwise."}


@pytest.fixture
def held():
    """Give a certified case on 2026.1 with its certificate, its team, and a call on 2026.2."""
    scheme = SchemeFactory()
    first = make_standard(criteria=4, sections=2, scheme=scheme)
    past = EditionFactory(scheme=scheme, version=first, closes_on=date(2026, 1, 2))
    case = make_case(ApplicationStatus.CERTIFIED, edition=past, is_partnership=True)
    criterion = Criterion.objects.get(version=first, key="b01")
    case.piece = EvidenceFactory(application=case.application, criterion=criterion)
    decision = DecisionFactory(
        application=case.application, recommendation__item__application=case.application
    )
    case.certificate = CertificateFactory(decision=decision)
    second = next_version(first, "2026.2", changed={"a02": CLARIFIED}, dropped=("b02",))
    case.call = EditionFactory(scheme=scheme, version=second, operator=past.operator)
    return case


def renew(case, edition=None):
    return begin_renewal(certificate=case.certificate, edition=edition or case.call, by=case.editor)


def test_it_begins_with_the_answers_the_files_and_the_subject_of_the_last_case(held):
    partner = PartnerFactory(application=held.application)

    application = renew(held)

    own = Assessment.objects.get(application=application)
    assert said(own) == {"a01": (1, "", False), "a02": (2, "", True), "b01": (2, "", False)}
    assert own.carried_from == held.assessment
    assert (application.version, application.renewal_of) == (held.call.version, held.certificate)
    assert (application.scope, application.path) == (held.application.scope, held.application.path)
    assert Partner.objects.get(application=application).organisation == partner.organisation
    shown = Evidence.objects.get(application=application)
    assert (shown.criterion.key, shown.document) == ("b01", held.piece.document)
    event = CaseEvent.objects.get(application=application, kind="renewal_begun")
    assert event.facts == {"certificate": held.certificate.number, "carried_over": 3}
    assert said(held.assessment) == {key: (1 if key == "a01" else 2, "", False) for key in (
        "a01", "a02", "b01", "b02",
    )}  # fmt: skip


def test_sending_it_meets_the_duty_to_renew(held):
    owed = Obligation.objects.create(
        certificate=held.certificate, kind="renewal", period=1, due_on=date(2027, 1, 1)
    )
    held.application.is_partnership = False
    held.application.save()
    application = renew(held)
    DeclarationFactory(application=application)
    confirm_answers(
        assessment=Assessment.objects.get(application=application),
        criteria=[Criterion.objects.get(version=held.call.version, key="a02")],
        by=held.editor,
    )

    submit(application=application, by=held.signer)

    owed.refresh_from_db()
    assert owed.met_at is not None


@pytest.mark.parametrize(
    "status",
    sorted(set(CertificateStatus) - {CertificateStatus.VALID, CertificateStatus.SUSPENDED}),
)
def test_what_was_ended_is_not_renewed(held, status):
    held.certificate.status = status
    held.certificate.save()

    with pytest.raises(NotRenewable):
        renew(held)

    assert Application.objects.count() == 1


def test_a_certificate_is_renewed_once_at_a_time(held):
    first = renew(held)
    other = EditionFactory(scheme=held.call.scheme, version=held.call.version)

    with pytest.raises(RenewalBegunAlready) as refused:
        renew(held, other)

    assert first.number in refused.value.messages[0]
    first.status = ApplicationStatus.WITHDRAWN
    first.save()
    assert renew(held, other).renewal_of == held.certificate


def test_a_call_of_another_scheme_or_a_closed_one_does_not_renew(held):
    held.application.is_partnership = False
    held.application.save()
    with pytest.raises(RenewedElsewhere):
        renew(held, EditionFactory())
    with pytest.raises(EditionNotOpen):
        renew(held, held.application.edition)


def test_who_may_begin_it_on_its_page(client, held):
    page = reverse("certification:renew", args=[held.certificate.number])
    found = {}
    for name in ("signer", "editor", "reader", "secretary", "authority", "stranger"):
        client.force_login(getattr(held, name))
        found[name] = client.get(page).status_code

    assert found == {
        "signer": 200, "editor": 200, "reader": 403,
        "secretary": 404, "authority": 404, "stranger": 404,
    }  # fmt: skip
    client.force_login(UserFactory())
    assert client.post(page, {"edition": held.call.code}).status_code == 404
    assert Application.objects.count() == 1


def test_the_page_says_what_changes_and_begins_it(client, held):
    client.force_login(held.editor)
    page = reverse("certification:renew", args=[held.certificate.number])

    shown = client.get(page).context["previews"]
    assert [(edition, preview.counts) for edition, preview in shown] == [
        (held.call, {"stays": 2, "confirm": 1, "proposed": 0, "new": 0, "dropped": 1})
    ]
    done = client.post(page, {"edition": held.call.code})

    begun = Application.objects.get(renewal_of=held.certificate)
    assert done.url == reverse("certification:application", args=[begun.number])
    assert client.get(page).context["running"] == begun
    again = client.post(page, {"edition": held.call.code})
    assert (again.status_code, Application.objects.count()) == (422, 2)


def test_the_dashboard_leads_those_who_edit_to_it(client, held):
    page = reverse("certification:renew", args=[held.certificate.number])
    seen = {}
    for name in ("editor", "reader"):
        client.force_login(getattr(held, name))
        seen[name] = page in client.get(reverse("certification:my")).content.decode()

    assert seen == {"editor": True, "reader": False}


def test_what_was_dropped_since_stays_readable(client, held):
    application = renew(held)
    client.force_login(held.reader)

    page = client.get(reverse("certification:kept_answers", args=[application.number]))

    (earlier,) = page.context["earlier"]
    assert (earlier.version.version, earlier.case_number) == ("2026.1", held.application.number)
    assert [one.row.criterion.key for one in earlier.dropped] == ["b02"]
