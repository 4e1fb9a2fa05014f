"""Who may: one default-deny backend reads memberships, posts and seats; guardian holds the rest.

A role is never a global group here, because a post is held at one operator and a seat in one
committee. Rights tied to one case and one person (an expert's) are guardian rows, granted and
taken back by operations only.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model
from django.utils import timezone
from guardian.backends import ObjectPermissionBackend
from guardian.core import ObjectPermissionChecker

from certification.lifecycle import AgendaItemStatus, ApplicationStatus
from certification.models import (
    Application,
    Certificate,
    Meeting,
    Membership,
    MembershipRole,
    MisuseReport,
    Post,
    PostRole,
    Seat,
    SeatRole,
    User,
)
from certification.seating import seating_of
from standards.models import Edition, Scheme, StandardVersion

READ = "certification.read_application"
EVALUATION = "certification.read_evaluation"
HANDLE_REPORT = "certification.handle_misusereport"
MEMBERSHIP_RIGHTS: Mapping[str, frozenset[str]] = {
    MembershipRole.READS: frozenset({READ}),
    MembershipRole.EDITS: frozenset({READ, "certification.edit_application"}),
    MembershipRole.SIGNS: frozenset(
        {
            READ,
            "certification.edit_application",
            "certification.submit_application",
            "certification.withdraw_application",
        }
    ),
}
POST_RIGHTS: Mapping[str, frozenset[str]] = {
    PostRole.SECRETARIAT: frozenset(
        {
            READ,
            EVALUATION,
            "certification.check_application",
            "certification.arrange_meeting",
            "certification.suspend_certificate",
            HANDLE_REPORT,
        }
    ),
    PostRole.AUTHORITY: frozenset({READ, EVALUATION, "certification.decide_application"}),
    PostRole.OBSERVER: frozenset({READ, EVALUATION, "certification.observe_application"}),
    PostRole.ASSESSOR: frozenset(),
    PostRole.STANDARDS: frozenset(),
}
STANDARDS_RIGHTS = frozenset(
    {
        "standards.prepare_standardversion",
        "standards.publish_standardversion",
        "standards.moderate_consultation",
        "standards.rule_interpretation",
    }
)
# What cases taught about a standard: for those who keep it and those who decide by it.
LEARN = "standards.learn_standardversion"
# Binding a new version to an open call: for those who keep the standard and who run the call.
REBIND = "standards.rebind_edition"
SEAT_RIGHTS: Mapping[str, frozenset[str]] = {
    SeatRole.MEMBER: frozenset({READ, EVALUATION, "certification.vote_application"}),
    SeatRole.CHAIR: frozenset(
        {
            READ,
            EVALUATION,
            "certification.vote_application",
            "certification.chair_application",
            "certification.lead_meeting",
        }
    ),
}
# Of those who look at a contested case again: the whole file, nothing to change in it.
PANEL_RIGHTS = (READ, EVALUATION)
EXPERT_RIGHTS = (READ, "certification.score_application")


def rights_on_application(person: User, application: Application) -> frozenset[str]:
    """List what the person may do with one case, by membership, post and seat."""
    today = timezone.localdate()
    rights: set[str] = set()
    for role in (
        Membership.objects.current(today)
        .filter(person=person, organisation=application.applicant_id)
        .values_list("role", flat=True)
    ):
        rights |= MEMBERSHIP_RIGHTS[role]
    if (
        Membership.objects.current(today)
        .filter(person=person, organisation__partnerships__application=application)
        .exists()
    ):
        rights.add(READ)
    if application.status != ApplicationStatus.DRAFT:
        rights |= rights_at_operator(person, application.edition.operator_id)
        seats = (
            Seat.objects.current(today)
            .filter(person=person, committee__meetings__agenda_items__application=application)
            .exclude(recusals__item__application=application)
        )
        roles = set(seats.values_list("role", flat=True))
        for role in roles:
            rights |= SEAT_RIGHTS[role]
        if roles == {SeatRole.MEMBER} and presides(person, application):
            rights.add("certification.chair_application")
    return frozenset(rights)


def presides(person: User, application: Application) -> bool:
    """Say whether the person is in the chair where the chair is recused from the case or absent."""
    item = (
        application.agenda_items.exclude(status=AgendaItemStatus.POSTPONED)
        .select_related("meeting", "application__edition")
        .last()
    )
    presiding = seating_of(item).presiding if item else None
    return presiding is not None and presiding.person_id == person.pk


def rights_at_operator(person: User, operator_id: int) -> frozenset[str]:
    """List what the person's posts at one operator allow."""
    rights: set[str] = set()
    for role in (
        Post.objects.current(timezone.localdate())
        .filter(person=person, operator=operator_id)
        .values_list("role", flat=True)
    ):
        rights |= POST_RIGHTS[role]
    return frozenset(rights)


def rights_on_version(person: User, version: StandardVersion) -> frozenset[str]:
    """List what a person may do with one version of a standard: by a post for its scheme."""
    rights = rights_on_scheme(person, version.scheme)
    decides = (
        Post.objects.current(timezone.localdate())
        .filter(person=person, role=PostRole.AUTHORITY)
        .filter(operator__editions__scheme=version.scheme_id)
    )
    return rights | {LEARN} if rights or decides.exists() else rights


def rights_on_scheme(person: User, scheme: Scheme) -> frozenset[str]:
    """Let the standards managers of those who run a scheme keep its standard.

    Where a national operator runs the scheme, its managers alone do so; where none does, those of
    the regional operators; a scheme that nobody runs yet is kept by any national operator.
    """
    held, all_keepers = _management_of(person)
    if not held:
        return frozenset()
    keepers = all_keepers.get(scheme.pk, set())
    may = bool(held.keys() & keepers) if keepers else any(held.values())
    return STANDARDS_RIGHTS if may else frozenset()


def _management_of(person: User) -> tuple[dict[int, bool], dict[int, set[int]]]:
    """Give the operators at which the person manages standards, and the keepers of all schemes.

    Read once a request: whoever keeps standards is asked about each scheme on one page.
    """
    memory = person.__dict__.setdefault("_case_rights", {})
    if "management" not in memory:
        held = _operators_managed_by(person)
        memory["management"] = (held, _keepers() if held else {})
    found: tuple[dict[int, bool], dict[int, set[int]]] = memory["management"]
    return found


def _operators_managed_by(person: User) -> dict[int, bool]:
    """Give the operators at which the person manages standards; whether each is national."""
    posts = Post.objects.current(timezone.localdate()).filter(
        person=person, role=PostRole.STANDARDS
    )
    return dict(posts.values_list("operator_id", "operator__is_national"))


def _keepers(**which: Any) -> dict[int, set[int]]:
    """Give the operators whose standards managers keep each scheme; none that nobody runs."""
    rows = Edition.objects.filter(**which).order_by()
    running: dict[int, dict[int, bool]] = {}
    for scheme, operator, is_national in rows.values_list(
        "scheme_id", "operator_id", "operator__is_national"
    ).distinct():
        running.setdefault(scheme, {})[operator] = is_national
    return {
        scheme: {operator for operator, is_national in found.items() if is_national} or set(found)
        for scheme, found in running.items()
    }


def managers_of(scheme: Scheme) -> list[User]:
    """List the people who keep the standard of a scheme, for writing to them."""
    posts = Post.objects.current(timezone.localdate()).filter(
        role=PostRole.STANDARDS, person__is_active=True
    )
    keepers = _keepers(scheme=scheme).get(scheme.pk, set())
    held = (
        posts.filter(operator__in=keepers) if keepers else posts.filter(operator__is_national=True)
    )
    return list(User.objects.filter(pk__in=held.values("person")).order_by("pk"))


def rights_on_edition(person: User, edition: Edition) -> frozenset[str]:
    """Let the standard's managers and the secretariat of the call bind a new version to it."""
    runs = (
        Post.objects.current(timezone.localdate())
        .filter(person=person, role=PostRole.SECRETARIAT)
        .filter(operator=edition.operator_id)
    )
    may = rights_on_scheme(person, edition.scheme) or runs.exists()
    return frozenset({REBIND}) if may else frozenset()


def rights_on_meeting(person: User, meeting: Meeting) -> frozenset[str]:
    """List what the person may do with a meeting: by a seat in its committee or by a post."""
    rights = set(rights_at_operator(person, meeting.committee.operator_id))
    for role in (
        Seat.objects.current(timezone.localdate())
        .filter(person=person, committee=meeting.committee_id)
        .values_list("role", flat=True)
    ):
        rights |= SEAT_RIGHTS[role]
    return frozenset(rights)


READERS: Mapping[type[Model], Callable[..., frozenset[str]]] = {
    Application: rights_on_application,
    Meeting: rights_on_meeting,
    StandardVersion: rights_on_version,
    Edition: rights_on_edition,
    Scheme: rights_on_scheme,
}


class CaseBackend:
    """Answers ``has_perm`` for one case, meeting, certificate or standard, and else refuses."""

    def authenticate(self, *_args: Any, **_credentials: Any) -> None:
        """Log nobody in: accounts are the account backend's business."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """Say whether the person may do ``perm`` (``app_label.codename``) on this very record."""
        if obj is None or not user_obj.is_active or not user_obj.is_authenticated:
            return False
        if read := READERS.get(type(obj)):
            return perm in self._cached(user_obj, obj, read)
        if isinstance(obj, MisuseReport):
            return perm in rights_at_operator(user_obj, obj.operator_id)
        if isinstance(obj, Certificate):
            return perm in rights_at_operator(user_obj, obj.application.edition.operator_id)
        return False

    @staticmethod
    def _cached(person: Any, record: Any, read: Any) -> frozenset[str]:
        """Read once a request: the person object lives as long as the request does."""
        memory = person.__dict__.setdefault("_case_rights", {})
        key = (record._meta.model_name, record.pk, getattr(record, "status", ""))
        if key not in memory:
            memory[key] = read(person, record)
        rights: frozenset[str] = memory[key]
        return rights


class GivenRightsBackend(ObjectPermissionBackend):
    """Reads the rights given to one person on one case; an administrator gets no others."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """Leave out the shortcut for superusers: it would let them decide (17065, 7.6.2)."""
        if not isinstance(obj, Application):
            return False
        if not getattr(user_obj, "is_superuser", False):
            return bool(super().has_perm(user_obj, perm, obj))
        given = ObjectPermissionChecker(user_obj).get_user_perms(obj)
        return user_obj.is_active and perm.partition(".")[2] in given
