"""Every page asks the database as often with fifty rows of everything as with one.

The addresses are those of the site itself; each is opened by somebody whom it answers. A page
that takes more with more rows is named with both numbers.
"""

from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.lifecycle import AssignmentStatus
from certification.models import CaseEvent, MembershipRole, Message, PostRole
from tests.addresses import addresses, written
from tests.committee import make_session
from tests.factories.catalogue import CataloguePhotoFactory
from tests.factories.certification import (
    AgendaItemFactory,
    ApplicationFactory,
    AssignmentFactory,
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

pytestmark = pytest.mark.django_db

# Not read from the database; or read in batches, each by a constant number of queries.
NOT_COUNTED = {"language", "source", "healthz", "readyz", "session", "certification:history_csv"}
PUBLIC_PLACES = (
    "api:",
    "documents:",
    "certification:catalogue",
    "certification:consultation_pdf",
    "certification:interpretation",
    "certification:log_",
    "certification:mark_sample",
    "certification:report_receipt",
    "certification:watch_",
    "standards:consultation",
)


def build(count):
    """Make a case before a committee with ``count`` rows of everything that a page can list."""
    case = make_session(members=count + 1, is_partnership=True)
    application, edition = case.application, case.application.edition
    people = {
        "signer": case.signer,
        "secretary": case.secretary,
        "authority": case.authority,
        "observer": case.observer,
        "chair": case.chair,
        "keeper": PostFactory(operator=edition.operator, role=PostRole.STANDARDS).person,
    }
    for number in range(count):
        case.evidence = EvidenceFactory(application=application)
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
        PostFactory(operator=edition.operator, role=PostRole.ASSESSOR)
        CaseEvent.objects.create(
            application=application, kind="submitted", side="applicant", at=timezone.now()
        )
        for person in people.values():
            MessageFactory(application=application, recipient=person)
        VoteFactory(item=case.item, seat=case.seats[number + 1])
        MeetingFactory(committee=case.committee)
        _one_more_case(case, number)
        EditionFactory(scheme=edition.scheme, version=edition.version, operator=edition.operator)
        case.draft = make_standard(
            criteria=2,
            sections=1,
            published=False,
            scheme=edition.scheme,
            version=f"{2100 + number}.1",
        )
    case.message = Message.objects.filter(recipient=case.signer).earliest("pk")
    case.people = people | {"expert": case.expert.person}
    return case


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
        decision__recommendation__item__application__edition=edition,
        decision__recommendation__item__application__with_self_assessment=True,
        decision__recommendation__item__meeting=MeetingFactory(committee=case.committee),
    )


def counted(client, url):
    """Open a page once to warm the process, once to count; give its status and its queries."""
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        if response.streaming:
            b"".join(response.streaming_content)
    return response.status_code, len(queries)


def count_all(client, case):
    """Count every page that answers somebody, and how many queries it took for whom."""
    found = {}
    for who, person in case.people.items():
        client.force_login(person)
        for name, words in addresses():
            if name in NOT_COUNTED or name.startswith(PUBLIC_PLACES):
                continue
            status, queries = counted(client, written(case, name, words))
            if status == HTTPStatus.OK:
                found[name, who] = queries
    return found


def test_every_page_takes_the_same_queries_for_one_row_and_for_fifty(client):
    worlds = [build(1), build(50)]

    few, many = (count_all(client, world) for world in worlds)

    assert {
        page: (few.get(page), many.get(page))
        for page in few | many
        if few.get(page) != many.get(page)
    } == {}
