"""A site with one row, or with fifty, of everything that a page can list.

``build(count)`` gives one case before a committee with everybody around it, ``people`` who open
pages by the part they play, ``named``: the words of those addresses that are not about it, and
``asked``: the question that some addresses need.
"""

from types import SimpleNamespace

from django.db import connection
from django.utils import timezone

from certification.lifecycle import AssignmentStatus
from certification.models import CaseEvent, MembershipRole, Message, PostRole
from tests.committee import make_session
from tests.everything.certified import add_certified, add_marked
from tests.everything.consulted import add_consulted, add_rulings_and_moving_holders
from tests.everything.stages import add_stages
from tests.factories.catalogue import CataloguePhotoFactory
from tests.factories.certification import (
    AgendaItemFactory,
    ApplicationFactory,
    AssignmentFactory,
    AttachmentFactory,
    CertificateFactory,
    DeadlineFactory,
    EvidenceFactory,
    ExpertAssessmentFactory,
    InvitationFactory,
    MeetingFactory,
    MembershipFactory,
    MessageFactory,
    OfferFactory,
    PartnerFactory,
    PostFactory,
    VoteFactory,
)
from tests.factories.standards import EditionFactory, make_standard
from workflows.flows import CertificationFlow


def build(count: int) -> SimpleNamespace:
    """Make a case before a committee with ``count`` rows of everything that a page can list."""
    case = make_session(members=count + 1, is_partnership=True)
    edition = case.application.edition
    case.named, case.asked = {}, {}
    case.people = {
        "signer": case.signer,
        "secretary": case.secretary,
        "authority": case.authority,
        "observer": case.observer,
        "chair": case.chair,
        "keeper": PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person,
    }
    for number in range(count):
        _one_more_row_of_the_case(case, number)
        _one_more_case(case, number)
        _one_more_standard(case, number)
    case.people["expert"] = case.expert.person
    add_stages(case, count)
    add_certified(case, count)
    add_marked(case, count)
    add_consulted(case, count)
    add_rulings_and_moving_holders(case, count)
    for person in case.people.values():
        for _number in range(count):
            MessageFactory(application=case.application, recipient=person)
    case.message = Message.objects.filter(recipient=case.signer).latest("pk")
    _count_the_rows()
    return case


def _count_the_rows():
    """Tell PostgreSQL what the tables hold, as its own service does where rows are committed.

    It would plan for empty tables, and read what all tests before left in them again and again.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _one_more_row_of_the_case(case, number):
    application = case.application
    case.evidence = EvidenceFactory(application=application)
    case.attachment = AttachmentFactory(application=application)
    case.membership = MembershipFactory(
        organisation=application.applicant, role=MembershipRole.READS
    )
    case.invitation = InvitationFactory(organisation=application.applicant)
    OfferFactory(organisation=application.applicant)
    case.photo = CataloguePhotoFactory(entry__offer__organisation=application.applicant)
    MembershipFactory(person=case.signer)
    PartnerFactory(application=application)
    case.expert = AssignmentFactory(application=application, status=AssignmentStatus.ACCEPTED)
    ExpertAssessmentFactory(assignment=case.expert)
    PostFactory(operator=application.edition.operator, role=PostRole.ASSESSOR)
    CaseEvent.objects.create(
        application=application, kind="submitted", side="applicant", at=timezone.now()
    )
    VoteFactory(item=case.item, seat=case.seats[number + 1])
    MeetingFactory(committee=case.committee, number=f"{number + 100}/2026")


def _one_more_case(case, number):
    edition = case.application.edition
    other = ApplicationFactory(
        edition=edition, status="submitted", applicant__voivodeship="06", with_self_assessment=True
    )
    DeadlineFactory(application=other)
    CertificationFlow.start.run(application=other)
    waiting = ApplicationFactory(
        edition=edition, status="awaiting_committee", with_self_assessment=True
    )
    AgendaItemFactory(meeting=case.meeting, application=waiting, position=number + 2)
    ApplicationFactory(edition=edition, status="awaiting_committee", with_self_assessment=True)
    case.certificate = CertificateFactory(
        holder=case.application.applicant,
        scheme=edition.scheme,
        decision__certificate_number=f"{edition.scheme.certificate_prefix}-2025-{number + 1:04d}",
        decision__recommendation__item__application__edition=edition,
        decision__recommendation__item__application__with_self_assessment=True,
        decision__recommendation__item__meeting=MeetingFactory(
            committee=case.committee, number=f"{number + 500}/2026"
        ),
    )


def _one_more_standard(case, number):
    edition = case.application.edition
    EditionFactory(scheme=edition.scheme, version=edition.version, operator=edition.operator)
    EditionFactory(operator=edition.operator)
    case.draft = make_standard(
        criteria=2,
        sections=1,
        published=False,
        scheme=edition.scheme,
        version=f"{2100 + number}.1",
    )
