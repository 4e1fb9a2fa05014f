"""Every address that is about somebody's record is a 404 for whoever has nothing to do with it.

The addresses are those of the site itself: a new page is tested at once, for every role, or it has
to be put into ``PUBLIC`` by hand.
"""

import pytest
from django.apps import apps
from django.urls import reverse

from certification.lifecycle import AssignmentStatus
from certification.models import MembershipRole, PostRole, SeatRole, User
from tests.addresses import ONLY_POSTED_TO, addresses, written
from tests.committee import make_session
from tests.factories.catalogue import CataloguePhotoFactory
from tests.factories.certification import (
    AssignmentFactory,
    AttachmentFactory,
    CertificateFactory,
    CommitteeFactory,
    EvidenceFactory,
    InvitationFactory,
    MembershipFactory,
    MessageFactory,
    PostFactory,
    SeatFactory,
    UserFactory,
)
from tests.factories.standards import OperatorFactory, make_standard

pytestmark = pytest.mark.django_db

# What anybody may read, with a number or a code in the address.
PUBLIC_PLACES = ("api:", "documents:", "standards:consultation", "certification:log_")
PUBLIC = {
    "certification:badge",
    "certification:catalogue_offer",
    "certification:catalogue_offer_jsonld",
    "certification:catalogue_photo",
    "certification:consultation_pdf",
    "certification:interpretation",
    "certification:interpretations",
    "certification:mark_sample",
    "certification:certificate",
    "certification:certificate_confirmation",
    "certification:certificate_credential",
    "certification:certificate_pdf",
    "certification:certificate_pdf_en",
    # Whoever holds the link from a letter, or the receipt, is known by its token.
    "certification:report_receipt",
    "certification:watch_confirm",
    "certification:watch_end",
    "certification:rosette",
    "certification:standard_pdf",
    "standards:comments",
    "standards:versions",
    "standards:version",
    "standards:package",
    "standards:formats",
    "standards:oscal",
    "standards:workbook",
    "standards:compare",
    "standards:difference",
    "standards:rules",
    "language",
}
OUTSIDERS = (
    "stranger",
    "signer_elsewhere",
    "secretary_elsewhere",
    "authority_elsewhere",
    "observer_elsewhere",
    "expert_elsewhere",
    "manager_elsewhere",
    "chair_elsewhere",
    "expert_not_assigned",
    "administrator",
)
NOT_FOUND, NOT_ALLOWED = 404, 405
# About a public standard or call, for some roles only: 403 says which role is needed.
FOR_A_ROLE = {"certification:learning": 403, "certification:rebind": 403}
# Pages of other schemes or of later stages; their own tests show whom they answer.
NOT_IN_THIS_CASE = {
    "certification:criterion_question",
    "certification:give_opinion",
    "certification:interpretation_confirm",
    "certification:interpretation_draft",
    "certification:interpretation_edit",
    "certification:interpretation_end",
    "certification:mark_file",
    "certification:mark_kit",
    "certification:minutes_pdf",
    "certification:misuse_report",
    "certification:my_transition",
    "certification:question",
    "certification:renew",
    "certification:transition",
    "certification:transition_csv",
    "certification:transition_holder",
    "standards:draft_answer",
    "standards:draft_comment",
    "standards:draft_comments",
    "standards:draft_consultation_act",
}


RECORDS = [
    (name, words)
    for name, words in addresses()
    if words and name not in PUBLIC and not name.startswith(PUBLIC_PLACES)
]


@pytest.fixture
def case():
    """Make a case before a committee and one record of everything that an address can name."""
    made = make_session(members=3)
    application = made.application
    made.expert = AssignmentFactory(application=application, status=AssignmentStatus.ACCEPTED)
    made.evidence = EvidenceFactory(application=application)
    made.attachment = AttachmentFactory(application=application)
    made.certificate = CertificateFactory()
    made.photo = CataloguePhotoFactory(entry__offer__organisation=application.applicant)
    made.message = MessageFactory(application=application, recipient=made.signer)
    made.membership = application.applicant.memberships.first()
    made.invitation = InvitationFactory(organisation=application.applicant)
    made.draft = make_standard(
        criteria=2,
        sections=1,
        published=False,
        scheme=application.edition.scheme,
        version="2099.1",
    )
    return made


def outsider(case, role):
    """Make somebody who has the role, but not here."""
    elsewhere = OperatorFactory()
    posts = {
        "secretary_elsewhere": (PostRole.SECRETARIAT, elsewhere),
        "authority_elsewhere": (PostRole.AUTHORITY, elsewhere),
        "observer_elsewhere": (PostRole.OBSERVER, elsewhere),
        "expert_elsewhere": (PostRole.ASSESSOR, elsewhere),
        "manager_elsewhere": (PostRole.STANDARDS, elsewhere),
        "expert_not_assigned": (PostRole.ASSESSOR, case.application.edition.operator),
    }
    if role in posts:
        post, operator = posts[role]
        return PostFactory(operator=operator, role=post).person
    if role == "signer_elsewhere":
        return MembershipFactory(role=MembershipRole.SIGNS).person
    if role == "chair_elsewhere":
        committee = CommitteeFactory(operator=elsewhere)
        return SeatFactory(committee=committee, role=SeatRole.CHAIR).person
    if role == "administrator":
        return User.objects.create_superuser("root@example.org", "plum-jam-and-bread")
    return UserFactory()


@pytest.mark.parametrize("role", OUTSIDERS)
def test_no_address_of_a_record_answers_whoever_has_nothing_to_do_with_it(client, case, role):
    client.force_login(outsider(case, role))
    before = rows()

    read = {name: client.get(written(case, name, words)).status_code for name, words in RECORDS}
    posted = {name: client.post(written(case, name, words)).status_code for name, words in RECORDS}

    assert {name: code for name, code in read.items() if code != NOT_FOUND} == {
        **dict.fromkeys(ONLY_POSTED_TO, NOT_ALLOWED),
        **FOR_A_ROLE,
    }
    assert {
        name: code for name, code in posted.items() if code not in {NOT_FOUND, NOT_ALLOWED}
    } == {name: code for name, code in FOR_A_ROLE.items() if posted[name] != NOT_ALLOWED}
    assert rows() == before


def test_every_address_of_a_record_leads_a_visitor_to_the_login(client, case):
    login = reverse("account_login")

    led = {
        name: client.post(written(case, name, words)).headers.get("Location", "")
        if name in ONLY_POSTED_TO
        else client.get(written(case, name, words)).headers.get("Location", "")
        for name, words in RECORDS
    }

    assert {name: target for name, target in led.items() if not target.startswith(login)} == {}


def test_the_addresses_of_records_answer_those_concerned(client, case):
    """Without this the tests above would pass on a site that answers 404 to all."""
    edition = case.application.edition
    keeper = PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person
    office = PostFactory(
        operator=case.certificate.application.edition.operator, role=PostRole.SECRETARIAT
    ).person
    people = (case.signer, case.secretary, case.chair, case.authority, case.expert.person)

    answered = set()
    for person in (*people, keeper, office):
        client.force_login(person)
        answered |= {
            name
            for name, words in RECORDS
            if client.get(written(case, name, words)).status_code != NOT_FOUND
        }

    assert {name for name, _words in RECORDS} - answered == NOT_IN_THIS_CASE


def rows():
    """Count everything that is kept of cases, people and standards."""
    return {
        model: model.objects.count()
        for label in ("certification", "standards", "documents")
        for model in apps.get_app_config(label).get_models()
    }
