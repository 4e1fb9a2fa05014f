"""Organisations, their people, posts at operators, and the links that make a conflict."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from standards.dictionaries import LEGAL_FORM_CHOICES, VOIVODESHIPS
from standards.models import Operator

PERSON = settings.AUTH_USER_MODEL


class HeldQuerySet(models.QuerySet):
    """Rows that hold from one day to another and end instead of being deleted."""

    def current(self, today: date) -> "HeldQuerySet":
        """Keep what holds on ``today``, both ends included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)


class Organisation(models.Model):
    """The legal person that applies: before a decision an applicant, after it a holder."""

    name = models.CharField(_("name"), max_length=300)
    legal_form = models.CharField(_("legal form"), max_length=30, choices=LEGAL_FORM_CHOICES)
    nip = models.CharField(_("NIP"), max_length=10)
    regon = models.CharField(_("REGON"), max_length=14, blank=True)
    krs = models.CharField(_("KRS"), max_length=10, blank=True)
    running_entity_name = models.CharField(_("running entity"), max_length=300, blank=True)
    running_entity_nip = models.CharField(_("NIP of the running entity"), max_length=10, blank=True)
    street = models.CharField(_("street and number"), max_length=200)
    postal_code = models.CharField(_("postal code"), max_length=6)
    city = models.CharField(_("town"), max_length=100)
    municipality = models.CharField(_("commune"), max_length=100, blank=True)
    voivodeship = models.CharField(_("voivodeship"), max_length=2, choices=VOIVODESHIPS)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True)
    founded_on = models.DateField(_("entered in its register on"), null=True, blank=True)
    is_demo = models.BooleanField(_("invented, for the demo"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nip", "legal_form", "name"], name="organisation_is_entered_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the organisation."""
        return self.name


class MembershipRole(models.TextChoices):
    """What a person may do for an organisation."""

    SIGNS = "signs", _("signs and sends")
    EDITS = "edits", _("edits")
    READS = "reads", _("reads")


class Membership(models.Model):
    """A person's place in an organisation; it ends, it is not deleted."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MembershipRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = HeldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(until__isnull=True),
                name="one_current_membership_a_person",
            ),
        ]

    def __str__(self) -> str:
        """Say who belongs where."""
        return f"{self.person_id} @ {self.organisation_id}"


class InvitationQuerySet(models.QuerySet):
    """Clauses on invitations."""

    def waiting(self) -> "InvitationQuerySet":
        """Keep what was neither accepted nor taken back."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """An invitation into an organisation's team; it waits for the address to log in."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=MembershipRole.choices)
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_an_address",
            ),
        ]

    def __str__(self) -> str:
        """Say to whom the invitation goes."""
        return f"{self.email} → {self.organisation_id}"


class PostRole(models.TextChoices):
    """A post at an operator; committee seats are kept with the committee."""

    SECRETARIAT = "secretariat", _("secretariat")
    ASSESSOR = "assessor", _("expert")
    AUTHORITY = "authority", _("deciding authority")
    STANDARDS = "standards", _("standards manager")
    OBSERVER = "observer", _("impartiality observer")


class Post(models.Model):
    """A post that a person holds at one operator from one day to another."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="posts")
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=PostRole.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects: ClassVar[Any] = HeldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "operator", "role"],
                condition=Q(until__isnull=True),
                name="one_current_post_of_a_kind_a_person",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="post_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        """Say who holds what."""
        return f"{self.person_id}: {self.role} @ {self.operator_id}"


class AffiliationKind(models.TextChoices):
    """A link between a person and an organisation that matters for impartiality."""

    EMPLOYED = "employed", _("employed by it")
    MEMBER = "member", _("member of it")
    PAID = "paid", _("paid by it")
    ADVISED = "advised", _("advised it")
    KIN = "kin", _("close to its people")
    COMPETITOR = "competitor", _("competes with it")


class Affiliation(models.Model):
    """A declared link of a person with an organisation (ISO/IEC 17065, 4.2 and 6.1.3)."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="affiliations"
    )
    kind = models.CharField(max_length=20, choices=AffiliationKind.choices)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    objects: ClassVar[Any] = HeldQuerySet.as_manager()

    def __str__(self) -> str:
        """Say who is linked to what."""
        return f"{self.person_id} {self.kind} {self.organisation_id}"
