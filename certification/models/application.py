"""Applications, what they cover, who declares what, and the formal check."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models.organisation import Membership, Organisation, Post, PostRole
from documents.models import Document
from standards.dictionaries import VOIVODESHIPS
from standards.models import Edition, StandardVersion

if TYPE_CHECKING:
    from certification.models.people import User

PERSON = settings.AUTH_USER_MODEL
STAFF_ROLES = (PostRole.SECRETARIAT, PostRole.AUTHORITY, PostRole.OBSERVER)
SEEN_BY_EXPERT = (
    AssignmentStatus.INVITED,
    AssignmentStatus.WAIVER_REQUESTED,
    AssignmentStatus.ACCEPTED,
    AssignmentStatus.COMPLETED,
)


class OfferKind(models.TextChoices):
    """What the mark is asked for."""

    PRODUCT = "product", _("product")
    SERVICE = "service", _("service")


class Offer(models.Model):
    """A product or a service: what the mark certifies."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    kind = models.CharField(_("kind"), max_length=10, choices=OfferKind.choices)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name"], name="offer_is_named_once_an_organisation"
            ),
        ]

    def __str__(self) -> str:
        """Name the offer."""
        return self.name


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Clauses on applications; every list begins with ``visible_to``."""

    def visible_to(self, person: "User") -> "ApplicationQuerySet":
        """Keep the cases the person may know of: by organisation, post, seat or appointment."""
        if not person.is_authenticated:
            return self.none()
        today = timezone.localdate()
        own = Membership.objects.current(today).filter(person=person).values("organisation")
        posts = Post.objects.current(today).filter(person=person, role__in=STAFF_ROLES)
        every = self.model._base_manager
        assigned = every.filter(
            assignments__person=person, assignments__status__in=SEEN_BY_EXPERT
        ).values("pk")
        on_agenda = (
            every.filter(
                Q(agenda_items__meeting__committee__seats__until__isnull=True)
                | Q(agenda_items__meeting__committee__seats__until__gte=today),
                agenda_items__meeting__committee__seats__person=person,
                agenda_items__meeting__committee__seats__since__lte=today,
            )
            .exclude(agenda_items__recusals__seat__person=person)
            .values("pk")
        )
        looked_at_again = every.filter(
            decisions__appeals__reviewers__person=person,
            decisions__appeals__reviewers__released_at__isnull=True,
        ).values("pk")
        return self.filter(
            Q(applicant__in=own)
            | Q(pk__in=every.filter(partners__organisation__in=own).values("pk"))
            | (
                ~Q(status=ApplicationStatus.DRAFT)
                & Q(edition__operator__in=posts.values("operator"))
            )
            | Q(pk__in=assigned)
            | Q(pk__in=looked_at_again)
            | Q(pk__in=on_agenda)
        )

    def locked(self, pk: int) -> "Application":
        """Fetch one application and hold it until the end of the transaction."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def with_names(self) -> "ApplicationQuerySet":
        """Fetch what every list shows of a case in the same query."""
        return self.select_related(
            "applicant", "offer", "edition__scheme", "edition__operator", "version"
        )


class Application(models.Model):
    """The request of one organisation in one edition, pinned to one version of the standard."""

    number = models.CharField(_("case number"), max_length=30, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="applications")
    version = models.ForeignKey(
        StandardVersion, on_delete=models.PROTECT, related_name="applications"
    )
    applicant = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="applications"
    )
    offer = models.ForeignKey(
        Offer, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    status = models.CharField(
        max_length=30, choices=ApplicationStatus.choices, default=ApplicationStatus.DRAFT
    )
    voivodeship = models.CharField(_("voivodeship"), max_length=2, choices=VOIVODESHIPS)
    scope = models.TextField(
        _("area or scope"), max_length=1000, blank=True, help_text=_("Counties, one in a line.")
    )
    path = models.CharField(
        _("path"), max_length=1, blank=True, choices=[("A", _("path A")), ("B", _("path B"))]
    )
    is_partnership = models.BooleanField(_("filed in partnership"), default=False)
    renewal_of = models.ForeignKey(
        "certification.Certificate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
    )
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    receipt = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    legal_hold = models.BooleanField(_("kept because of a court case"), default=False)
    history = HistoricalRecords()

    objects: ClassVar[Any] = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes: ClassVar = [
            models.Index(fields=["edition", "status", "-id"], name="application_by_edition"),
            models.Index(fields=["applicant", "-id"], name="application_by_applicant"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ApplicationStatus.values), name="application_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=(ApplicationStatus.DRAFT, ApplicationStatus.WITHDRAWN))
                | Q(submitted_at__isnull=False),
                name="application_past_draft_was_submitted",
            ),
        ]
        permissions: ClassVar = [
            ("edit_application", "May fill in the application"),
            ("submit_application", "May sign and send the application"),
            ("withdraw_application", "May withdraw the application"),
            ("read_application", "May read the content of the case"),
            ("read_evaluation", "May read score cards and recommendations"),
            ("check_application", "May check the application formally and assign experts"),
            ("score_application", "May score the application as an expert"),
            ("vote_application", "May vote on the application in the committee"),
            ("chair_application", "May lead the vote and record the recommendation"),
            ("decide_application", "May decide on the application"),
            ("observe_application", "May read logs and declarations of impartiality"),
        ]

    def __str__(self) -> str:
        """Show the case number."""
        return self.number

    @property
    def subject(self) -> str:
        """Name what the case is about: the offer, or else the applicant."""
        return self.offer.name if self.offer else self.applicant.name


class Partner(models.Model):
    """A partner of a consortium; it makes its own declarations (Act, art. 36)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships"
    )
    tasks = models.TextField(_("tasks of the partner"), max_length=1000, blank=True)
    confirmed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "organisation"], name="partner_joins_an_application_once"
            ),
        ]

    def __str__(self) -> str:
        """Say who joins what."""
        return f"{self.organisation_id} → {self.application_id}"


class Declaration(models.Model):
    """A statement of one organisation in one application, with the words it agreed to."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="declarations"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField()
    text = models.TextField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "organisation", "key"],
                name="declaration_is_made_once_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        """Say what was declared."""
        return f"{self.key} ({self.application_id})"


class FormalOutcome(models.TextChoices):
    """How a formal check ends (ISO/IEC 17065, 7.3; KPA, art. 64)."""

    ACCEPT = "accept", _("Accept for evaluation")
    CALL = "call", _("Call for completion of gaps")
    LEAVE = "leave", _("Leave without examination")
    DECLINE = "decline", _("Do not accept")


class FormalCheck(models.Model):
    """One formal check with its outcome; a completed application is checked again."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="formal_checks"
    )
    outcome = models.CharField(max_length=10, choices=FormalOutcome.choices)
    reasons = models.TextField(blank=True)
    checked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["checked_at", "pk"]

    def __str__(self) -> str:
        """Say how the check ended."""
        return f"{self.application_id}: {self.outcome}"


class CompletionCall(models.Model):
    """A call to complete gaps in a set time of at least seven days (KPA, art. 64 § 2)."""

    check_made = models.OneToOneField(FormalCheck, on_delete=models.PROTECT, related_name="call")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="completion_calls"
    )
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    letter = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Say until when the gaps are to be completed."""
        return f"{self.application_id} → {self.due_on}"


class Gap(models.Model):
    """One gap named in a call: a criterion, or the application as a whole."""

    call = models.ForeignKey(CompletionCall, on_delete=models.PROTECT, related_name="gaps")
    criterion_key = models.SlugField(blank=True)
    text = models.TextField(max_length=1000)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        """Show the words of the gap."""
        return self.text
