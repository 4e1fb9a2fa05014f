"""Applications, filled checklists and experts, as the operations would leave them."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from certification.lifecycle import (
    ApplicationStatus,
    AssessmentStatus,
    AssignmentStatus,
)
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    Assignment,
    Attachment,
    Capacity,
    CompletionCall,
    Deadline,
    Declaration,
    Evidence,
    FormalCheck,
    FormalOutcome,
    Gap,
    ImpartialityAnswer,
    ImpartialityDeclaration,
    MembershipRole,
    Message,
    Partner,
    PostRole,
    Side,
    User,
)
from certification.operations.eligibility import asks_for_path, asks_for_scope
from standards.models import Criterion
from tests.factories.documents import DocumentFactory
from tests.factories.people import MembershipFactory, OrganisationFactory, PostFactory, UserFactory
from tests.factories.standards import EditionFactory


class ApplicationFactory(DjangoModelFactory):
    """A draft without answers; ``with_self_assessment=True`` adds an open one, empty.

    ``with_self_assessment="answered"`` also answers every criterion with the highest level. Any
    other status than draft gets its author and moment of sending; the self-assessment is locked.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        sent = factory.LazyAttribute(
            lambda o: o.status not in {ApplicationStatus.DRAFT, ApplicationStatus.WITHDRAWN}
        )

    number = factory.LazyAttributeSequence(
        lambda o, n: f"{o.edition.scheme.case_prefix}-2025-{n + 1:04d}"
    )
    edition = factory.SubFactory(EditionFactory)
    version = factory.SelfAttribute("edition.version")
    applicant = factory.SubFactory(OrganisationFactory)
    status = ApplicationStatus.DRAFT
    voivodeship = factory.SelfAttribute("applicant.voivodeship")
    scope = factory.LazyAttribute(
        lambda o: "powiat puławski" if asks_for_scope(o.edition.scheme) else ""
    )
    path = factory.LazyAttribute(lambda o: "A" if asks_for_path(o.edition.scheme) else "")
    created_by = factory.SubFactory(UserFactory)
    submitted_by = factory.LazyAttribute(lambda o: o.created_by if o.sent else None)
    submitted_at = factory.LazyAttribute(lambda o: timezone.now() if o.sent else None)

    @factory.post_generation
    def with_self_assessment(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            assessment = AssessmentFactory(application=self, author=self.created_by, **kwargs)
            if extracted == "answered":
                answer_everything(assessment)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    application = factory.SubFactory(ApplicationFactory, is_partnership=True)
    organisation = factory.SubFactory(OrganisationFactory)
    tasks = "Szkolenia i animacja."


class DeclarationFactory(DjangoModelFactory):
    class Meta:
        model = Declaration

    application = factory.SubFactory(ApplicationFactory)
    organisation = factory.SelfAttribute("application.applicant")
    key = "truth"
    text = "Dane są prawdziwe."
    made_by = factory.SelfAttribute("application.created_by")
    made_at = factory.LazyFunction(timezone.now)


class FormalCheckFactory(DjangoModelFactory):
    class Meta:
        model = FormalCheck

    application = factory.SubFactory(ApplicationFactory, status=ApplicationStatus.EVALUATION)
    outcome = FormalOutcome.ACCEPT
    checked_by = factory.SubFactory(UserFactory)
    checked_at = factory.LazyFunction(timezone.now)


class CompletionCallFactory(DjangoModelFactory):
    class Meta:
        model = CompletionCall

    check_made = factory.SubFactory(
        FormalCheckFactory,
        outcome=FormalOutcome.CALL,
        application__status=ApplicationStatus.COMPLETION_CALLED,
    )
    application = factory.SelfAttribute("check_made.application")
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))


class GapFactory(DjangoModelFactory):
    class Meta:
        model = Gap

    call = factory.SubFactory(CompletionCallFactory)
    criterion_key = "a01"
    text = "Dołącz aktualny odpis."


class DeadlineFactory(DjangoModelFactory):
    class Meta:
        model = Deadline

    application = factory.SubFactory(ApplicationFactory, status=ApplicationStatus.SUBMITTED)
    waits_for = Side.SECRETARIAT
    rule = "formal_check"
    starts_on = factory.LazyFunction(timezone.localdate)
    days = 14
    due_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=o.days))


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    recipient = factory.SubFactory(UserFactory)
    kind = "sent"
    subject = factory.Sequence(lambda n: f"Wiadomość {n}")
    body = "Treść wiadomości."
    created_at = factory.LazyFunction(timezone.now)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = Assignment

    application = factory.SubFactory(ApplicationFactory, status=ApplicationStatus.EVALUATION)
    person = factory.SubFactory(UserFactory)
    status = AssignmentStatus.INVITED
    assigned_by = factory.SubFactory(UserFactory)
    assigned_at = factory.LazyFunction(timezone.now)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))


class ImpartialityDeclarationFactory(DjangoModelFactory):
    class Meta:
        model = ImpartialityDeclaration

    application = factory.SubFactory(ApplicationFactory, status=ApplicationStatus.EVALUATION)
    person = factory.SubFactory(UserFactory)
    capacity = Capacity.ASSESSOR
    answer = ImpartialityAnswer.CLEAR
    made_at = factory.LazyFunction(timezone.now)


class AssessmentFactory(DjangoModelFactory):
    """A self-assessment; open while its case is a draft or is being completed, else locked."""

    class Meta:
        model = Assessment

    application = factory.SubFactory(ApplicationFactory)
    kind = AssessmentKind.SELF
    author = factory.SelfAttribute("application.created_by")
    status = factory.LazyAttribute(
        lambda o: (
            AssessmentStatus.OPEN
            if o.application.status
            in {ApplicationStatus.DRAFT, ApplicationStatus.COMPLETION_CALLED}
            else AssessmentStatus.SUBMITTED
        )
    )
    submitted_at = factory.LazyAttribute(
        lambda o: timezone.now() if o.status == AssessmentStatus.SUBMITTED else None
    )


class ExpertAssessmentFactory(AssessmentFactory):
    """An open score card of an accepted expert."""

    assignment = factory.SubFactory(AssignmentFactory, status=AssignmentStatus.ACCEPTED)
    application = factory.SelfAttribute("assignment.application")
    kind = AssessmentKind.EXPERT
    author = factory.SelfAttribute("assignment.person")
    status = AssessmentStatus.OPEN


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    assessment = factory.SubFactory(AssessmentFactory)
    criterion = factory.LazyAttribute(
        lambda o: (
            Criterion.objects.filter(version=o.assessment.application.version)
            .order_by("position")
            .first()
        )
    )
    value = 1
    value_version = 1
    changed_by = factory.SelfAttribute("assessment.author")
    changed_at = factory.LazyFunction(timezone.now)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    application = factory.SubFactory(ApplicationFactory)
    criterion = factory.LazyAttribute(
        lambda o: Criterion.objects.filter(version=o.application.version).first()
    )
    document = factory.SubFactory(DocumentFactory)
    name = factory.SelfAttribute("document.name")
    added_by = factory.SelfAttribute("application.created_by")
    added_at = factory.LazyFunction(timezone.now)


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    application = factory.SubFactory(ApplicationFactory)
    kind = "statute"
    document = factory.SubFactory(DocumentFactory)
    name = factory.SelfAttribute("document.name")
    added_by = factory.SelfAttribute("application.created_by")
    added_at = factory.LazyFunction(timezone.now)


def answer_everything(
    assessment: Assessment, *, value: int | None = None, by: User | None = None
) -> None:
    """Answer every criterion with its highest level, or with ``value`` and a justification."""
    criteria = Criterion.objects.filter(version=assessment.application.version)
    for criterion in criteria.select_related("scale").prefetch_related("scale__levels"):
        top = criterion.scale.maximum
        given = top if value is None else min(value, top)
        Answer.objects.create(
            assessment=assessment,
            criterion=criterion,
            value=given,
            value_version=1,
            measured=Decimal(10) if criterion.scale.kind == "measured" else None,
            justification="" if given == top else "Wdrażamy to etapami od stycznia 2026 r.",
            changed_by=by or assessment.author,
            changed_at=timezone.now(),
        )


def make_case(
    status: str = ApplicationStatus.DRAFT,
    *,
    edition: Any = None,
    answered: bool = True,
    **fields: Any,
) -> SimpleNamespace:
    """Make a case with everybody around it.

    Gives ``application``, ``assessment``; ``signer``, ``editor``, ``reader`` (the team);
    ``secretary``, ``authority``, ``observer``, ``assessor`` (posts at the operator); ``stranger``.
    """
    edition = edition or EditionFactory()
    organisation = fields.pop("applicant", None) or OrganisationFactory()
    team = {
        name: MembershipFactory(organisation=organisation, role=role).person
        for name, role in (
            ("signer", MembershipRole.SIGNS),
            ("editor", MembershipRole.EDITS),
            ("reader", MembershipRole.READS),
        )
    }
    posts = {
        name: PostFactory(operator=edition.operator, role=role).person
        for name, role in (
            ("secretary", PostRole.SECRETARIAT),
            ("authority", PostRole.AUTHORITY),
            ("observer", PostRole.OBSERVER),
            ("assessor", PostRole.ASSESSOR),
        )
    }
    application = ApplicationFactory(
        edition=edition, applicant=organisation, status=status, created_by=team["signer"], **fields
    )
    assessment = AssessmentFactory(application=application)
    if answered:
        answer_everything(assessment)
    return SimpleNamespace(
        application=application, assessment=assessment, stranger=UserFactory(), **team, **posts
    )
