"""From whose side a case is opened: only people of the applicant and its partners come here."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.utils import timezone

from certification.lifecycle import ApplicationStatus
from certification.models import Application, AssessmentKind, Membership, MembershipRole, User
from certification.permissions import MEMBERSHIP_RIGHTS
from certification.views.person import person_of

EDIT = "certification.edit_application"
SUBMIT = "certification.submit_application"
WITHDRAW = "certification.withdraw_application"


@dataclass(frozen=True)
class OwnCase:
    """A case as a person of the applicant, or of a partner, has it before them."""

    application: Any
    person: User

    @property
    def role(self) -> str:
        """Give the person's role at the applicant; none for people of a partner."""
        role: str = self.application.own_role or ""
        return role

    @property
    def rights(self) -> frozenset[str]:
        """List what the role allows, by the table that the backend reads."""
        return MEMBERSHIP_RIGHTS.get(self.role, frozenset())

    @property
    def may_edit(self) -> bool:
        """Say whether the person may fill the application in."""
        return EDIT in self.rights

    @property
    def may_submit(self) -> bool:
        """Say whether the person may sign and send."""
        return SUBMIT in self.rights

    @property
    def is_draft(self) -> bool:
        """Say whether the application has not been sent yet."""
        return bool(self.application.status == ApplicationStatus.DRAFT)

    @property
    def is_called(self) -> bool:
        """Say whether gaps are being completed."""
        return bool(self.application.status == ApplicationStatus.COMPLETION_CALLED)

    def require(self, right: str) -> None:
        """Refuse whoever may see the case but not act in it (403)."""
        if right not in self.rights:
            raise PermissionDenied


def own_cases(person: User) -> QuerySet[Application]:
    """List the cases of the person's organisations, with role and self-assessment, in one query."""
    held = Membership.objects.current(timezone.localdate()).filter(person=person)
    return (
        Application.objects.visible_to(person)
        .with_names()
        .annotate(
            own_role=Subquery(held.filter(organisation=OuterRef("applicant")).values("role")[:1]),
            as_partner=Exists(held.filter(organisation__partnerships__application=OuterRef("pk"))),
            own_assessment=FilteredRelation(
                "assessments", condition=Q(assessments__kind=AssessmentKind.SELF)
            ),
        )
        .select_related("own_assessment")  # type: ignore[misc]  # unknown to the plugin
        .filter(Q(own_role__isnull=False) | Q(as_partner=True))
    )


def open_own_case(request: HttpRequest, number: str, *, right: str = "") -> OwnCase:
    """Open a case of one's own side; whoever stands elsewhere is not told that it exists (404)."""
    person = person_of(request)
    application = own_cases(person).filter(number=number).first()
    if application is None:
        raise Http404
    case = OwnCase(application, person)
    if right:
        case.require(right)
    return case


def signs_for(person: User, organisation_pk: int) -> bool:
    """Say whether the person may sign for an organisation."""
    held = Membership.objects.current(timezone.localdate()).filter(
        person=person, organisation=organisation_pk, role=MembershipRole.SIGNS
    )
    found: bool = held.exists()
    return found
