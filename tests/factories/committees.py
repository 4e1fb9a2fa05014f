"""Committees, meetings, decisions and certificates, as the operations would leave them."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from certification.lifecycle import (
    AgendaItemStatus,
    ApplicationStatus,
    CertificateStatus,
    MeetingStatus,
)
from certification.models import (
    AgendaItem,
    Attendance,
    Certificate,
    Committee,
    Decision,
    Meeting,
    Recommendation,
    RecommendationOutcome,
    Seat,
    SeatRole,
    StatusChange,
    Vote,
    VoteChoice,
)
from tests.factories.cases import ApplicationFactory
from tests.factories.people import LONG_AGO, UserFactory
from tests.factories.standards import OperatorFactory


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = Committee

    operator = factory.SubFactory(OperatorFactory)
    scheme = factory.SubFactory("tests.factories.standards.SchemeFactory")
    name_pl = "Komitet Akredytacyjny"
    name_en = "Accreditation Committee"


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    committee = factory.SubFactory(CommitteeFactory)
    person = factory.SubFactory(UserFactory)
    role = SeatRole.MEMBER
    since = LONG_AGO


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    committee = factory.SubFactory(CommitteeFactory)
    number = factory.Sequence(lambda n: f"{n + 1}/2026")
    starts_at = factory.LazyFunction(timezone.now)
    place = "Warszawa, ul. Nowogrodzka 1"
    status = MeetingStatus.PLANNED
    called_by = factory.SubFactory(UserFactory)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    seat = factory.SubFactory(SeatFactory)
    meeting = factory.SubFactory(
        MeetingFactory, committee=factory.SelfAttribute("..seat.committee")
    )
    is_present = True
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = factory.LazyFunction(timezone.now)


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    application = factory.SubFactory(
        ApplicationFactory, status=ApplicationStatus.AWAITING_COMMITTEE
    )
    meeting = factory.SubFactory(
        MeetingFactory,
        committee=factory.SubFactory(
            CommitteeFactory,
            operator=factory.SelfAttribute("...application.edition.operator"),
            scheme=factory.SelfAttribute("...application.edition.scheme"),
        ),
    )
    position = factory.Sequence(lambda n: n + 1)
    status = AgendaItemStatus.PLANNED


class VoteFactory(DjangoModelFactory):
    class Meta:
        model = Vote

    item = factory.SubFactory(AgendaItemFactory, status=AgendaItemStatus.VOTING)
    seat = factory.SubFactory(
        SeatFactory, committee=factory.SelfAttribute("..item.meeting.committee")
    )
    choice = VoteChoice.FOR
    cast_at = factory.LazyFunction(timezone.now)
    entered_by = factory.SelfAttribute("seat.person")


class RecommendationFactory(DjangoModelFactory):
    """A unanimous recommendation to grant, of a vote that is closed."""

    class Meta:
        model = Recommendation

    item = factory.SubFactory(
        AgendaItemFactory,
        status=AgendaItemStatus.VOTED,
        application__status=ApplicationStatus.AWAITING_DECISION,
    )
    application = factory.SelfAttribute("item.application")
    outcome = RecommendationOutcome.GRANT
    reasons = "Wniosek spełnia standard."
    votes_for = 3
    votes_against = 0
    votes_abstained = 0
    present = 3
    entitled = 4
    quorum = 3
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = factory.LazyFunction(timezone.now)


class DecisionFactory(DjangoModelFactory):
    """A decision that grants for two years; ``granted=False`` refuses."""

    class Meta:
        model = Decision

    recommendation = factory.SubFactory(
        RecommendationFactory, item__application__status=ApplicationStatus.GRANTED
    )
    application = factory.SelfAttribute("recommendation.application")
    granted = True
    number = factory.Sequence(lambda n: f"DEC-2026-{n + 1:04d}")
    reasons = "Ocena i rekomendacja komitetu są pozytywne."
    legal_basis = "Regulamin programu."
    remedy_notice = "Od decyzji przysługuje odwołanie w terminie 14 dni."
    valid_from = factory.LazyAttribute(lambda o: timezone.localdate() if o.granted else None)
    valid_until = factory.LazyAttribute(
        lambda o: o.valid_from + timedelta(days=730) if o.granted else None
    )
    certificate_number = factory.Maybe(
        "granted",
        factory.LazyAttributeSequence(
            lambda o, n: f"{o.application.edition.scheme.certificate_prefix}-2026-{n + 1:04d}"
        ),
        None,
    )
    decided_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyFunction(timezone.now)
    snapshot = factory.LazyFunction(dict)
    snapshot_sha256 = "0" * 64


class CertificateFactory(DjangoModelFactory):
    """A certificate in force, with the entry that made it valid."""

    class Meta:
        model = Certificate
        skip_postgeneration_save = True

    decision = factory.SubFactory(
        DecisionFactory,
        recommendation__item__application__status=ApplicationStatus.CERTIFIED,
    )
    application = factory.SelfAttribute("decision.application")
    number = factory.SelfAttribute("decision.certificate_number")
    lookup = factory.LazyAttribute(
        lambda o: o.number.replace("-", "").replace("O", "0").replace("I", "1")
    )
    scheme = factory.SelfAttribute("application.edition.scheme")
    version = factory.SelfAttribute("application.version")
    holder = factory.SelfAttribute("application.applicant")
    offer = factory.SelfAttribute("application.offer")
    holder_name = factory.SelfAttribute("holder.name")
    holder_nip = factory.SelfAttribute("holder.nip")
    holder_regon = factory.SelfAttribute("holder.regon")
    holder_krs = factory.SelfAttribute("holder.krs")
    holder_city = factory.SelfAttribute("holder.city")
    holder_municipality = factory.SelfAttribute("holder.municipality")
    voivodeship = factory.SelfAttribute("application.voivodeship")
    offer_name = factory.LazyAttribute(lambda o: o.offer.name if o.offer else "")
    scope = factory.LazyFunction(list)
    issued_on = factory.SelfAttribute("decision.valid_from")
    valid_from = factory.SelfAttribute("decision.valid_from")
    valid_until = factory.SelfAttribute("decision.valid_until")
    status = CertificateStatus.VALID
    digest = factory.Sequence(lambda n: f"{n:064x}")
    search_text = factory.LazyAttribute(
        lambda o: f"{o.holder_name} {o.holder_city} {o.holder_nip} {o.number}".lower()
    )

    @factory.post_generation
    def issued(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted is not False:
            StatusChangeFactory(certificate=self, effective_on=self.valid_from)


class StatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = StatusChange

    certificate = factory.SubFactory(CertificateFactory, issued=False)
    status = CertificateStatus.VALID
    effective_on = factory.SelfAttribute("certificate.valid_from")
    recorded_at = factory.LazyFunction(timezone.now)
    reason = "issued"
