"""Filled checklists, evidence, experts and their impartiality, nonconformities."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from certification.lifecycle import AssessmentStatus, AssignmentStatus, NonconformityStatus
from certification.models.application import Application
from certification.models.files import ShownFile, ShownFileQuerySet
from documents.models import Document
from standards.models import Criterion, StandardVersion

PERSON = settings.AUTH_USER_MODEL


class Assignment(models.Model):
    """One expert's work on one case, from invitation to the sent score card."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assignments"
    )
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="assignments")
    status = models.CharField(
        max_length=20, choices=AssignmentStatus.choices, default=AssignmentStatus.INVITED
    )
    is_third_opinion = models.BooleanField(default=False)
    assigned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    due_on = models.DateField()
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "person"], name="expert_is_assigned_to_a_case_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=AssignmentStatus.values), name="assignment_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        """Say who works on what."""
        return f"{self.person_id} → {self.application_id}"


class Capacity(models.TextChoices):
    """In what capacity a person declares impartiality; every role passes the same gate."""

    ASSESSOR = "assessor", _("expert")
    COMMITTEE = "committee", _("committee member")
    AUTHORITY = "authority", _("deciding authority")
    SECRETARIAT = "secretariat", _("secretariat")
    PANEL = "panel", _("panel of a reconsideration")


class ImpartialityAnswer(models.TextChoices):
    """The three answers to the question about a conflict of interest."""

    CLEAR = "clear", _("No link")
    CONFLICT = "conflict", _("Conflict of interest")
    WAIVED = "waived", _("Link known and waived")


class ImpartialityDeclaration(models.Model):
    """What a person declared about one case, and who waived a known link and why."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="impartiality"
    )
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="impartiality")
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    answer = models.CharField(max_length=10, choices=ImpartialityAnswer.choices)
    explanation = models.TextField(blank=True, max_length=2000)
    made_at = models.DateTimeField()
    waived_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    waiver_reasons = models.TextField(blank=True, max_length=2000)
    waived_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "person", "capacity"],
                name="impartiality_is_declared_once_a_capacity",
            ),
            models.CheckConstraint(
                condition=~Q(answer="waived")
                | (Q(waived_by__isnull=False) & ~Q(waiver_reasons="") & ~Q(waived_by=F("person"))),
                name="waiver_names_another_person_and_the_reason",
            ),
        ]

    def __str__(self) -> str:
        """Say who declared what."""
        return f"{self.person_id}: {self.answer} ({self.application_id})"


class AssessmentKind(models.TextChoices):
    """Whose view a filled checklist is."""

    SELF = "self", _("self-assessment")
    EXPERT = "expert", _("score card")
    CONSENSUS = "consensus", _("consensus")
    SURVEILLANCE = "surveillance", _("surveillance")
    EARLIER = "earlier", _("self-assessment on an earlier version")


class Assessment(models.Model):
    """One filled checklist with one author; locked when sent.

    When a case moves to another version, its self-assessment is put aside whole as "earlier" and
    names its ``version``; the new one says from which checklist it was carried over.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="assessments"
    )
    kind = models.CharField(max_length=20, choices=AssessmentKind.choices)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="assessments")
    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, null=True, blank=True, related_name="assessment"
    )
    status = models.CharField(
        max_length=10, choices=AssessmentStatus.choices, default=AssessmentStatus.OPEN
    )
    summary = models.TextField(blank=True, max_length=4000)
    submitted_at = models.DateTimeField(null=True, blank=True)
    sheet = models.JSONField(
        null=True, blank=True, help_text="Score sheet as sent: exact fractions as text."
    )
    version = models.ForeignKey(
        StandardVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Set once the checklist is put aside; else the version of the case.",
    )
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "version"],
                condition=Q(kind="earlier"),
                name="one_earlier_self_assessment_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(kind="earlier") | Q(version__isnull=False),
                name="earlier_self_assessment_names_its_version",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(kind="self"),
                name="one_self_assessment_an_application",
            ),
            models.UniqueConstraint(
                fields=["application", "author", "kind"],
                condition=~Q(kind="earlier"),
                name="one_assessment_an_author_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(status="open", submitted_at__isnull=True)
                | Q(status="submitted", submitted_at__isnull=False),
                name="sent_assessment_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        """Say whose checklist it is."""
        return f"{self.kind} of {self.application_id}"

    @property
    def own_version(self) -> StandardVersion:
        """Give the version whose criteria the checklist answers."""
        return self.version or self.application.version


class Answer(models.Model):
    """One criterion in one assessment; each field carries the version it was last saved with."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    not_applicable = models.BooleanField(default=False)
    measured = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    justification = models.TextField(blank=True, max_length=4000)
    note = models.TextField(blank=True, max_length=2000)
    come_back = models.BooleanField(default=False)
    on_visit = models.BooleanField(default=False)
    to_confirm = models.BooleanField(
        default=False, help_text="Carried over from a criterion that has changed since."
    )
    value_version = models.PositiveIntegerField(default=0)
    justification_version = models.PositiveIntegerField(default=0)
    note_version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"], name="one_answer_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | Q(value__isnull=True),
                name="not_applicable_answer_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        """Say which answer it is."""
        return f"{self.criterion_id} in {self.assessment_id}"


class RefusedEdit(models.Model):
    """The text that lost a conflict between two tabs, kept for thirty days."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="refused_edits")
    field = models.CharField(max_length=30)
    text = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Say which field it was."""
        return f"{self.field} of {self.answer_id}"


class EvidenceQuerySet(ShownFileQuerySet["Evidence"]):
    """Clauses on evidence."""

    def of_case(self, application: Application) -> "EvidenceQuerySet":
        """Keep what is shown in a case for criteria of the version that binds it now."""
        return self.filter(application=application, criterion__version=application.version_id)


class Evidence(ShownFile):
    """A document shown for one criterion; taken back, never deleted."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="evidence")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="evidence")
    history = HistoricalRecords()

    objects: ClassVar[Any] = EvidenceQuerySet.as_manager()


class EvidenceView(models.Model):
    """That one expert opened one piece of evidence."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="views")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evidence", "person"], name="evidence_is_seen_once")
        ]

    def __str__(self) -> str:
        """Say who saw what."""
        return f"{self.person_id} saw {self.evidence_id}"


class Nonconformity(models.Model):
    """A requirement found not met (ISO/IEC 17065, 7.4.6)."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="nonconformities"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(
        max_length=10, choices=[("major", _("major")), ("minor", _("minor"))], default="minor"
    )
    text = models.TextField(max_length=2000)
    status = models.CharField(
        max_length=10, choices=NonconformityStatus.choices, default=NonconformityStatus.OPEN
    )
    raised_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        """Show what was found."""
        return self.text


class CorrectiveAction(models.Model):
    """What the applicant or holder did about a nonconformity, and whether it worked."""

    nonconformity = models.ForeignKey(
        Nonconformity, on_delete=models.PROTECT, related_name="actions"
    )
    text = models.TextField(max_length=2000)
    reported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    accepted = models.BooleanField(null=True, blank=True)
    checked_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        """Show what was done."""
        return self.text
