"""The people who act: everybody logs in by e-mail and is deactivated, never deleted."""

from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

CASE_VERBS = frozenset(
    f"certification.{verb}"
    for verb in (
        "edit_application",
        "submit_application",
        "withdraw_application",
        "read_application",
        "read_evaluation",
        "check_application",
        "score_application",
        "vote_application",
        "chair_application",
        "decide_application",
        "arrange_meeting",
        "lead_meeting",
        "suspend_certificate",
        "handle_misusereport",
    )
)


SECRET_OR_RESTLESS = frozenset({"password", "last_login"})


class HistoryOfPeople(HistoricalRecords):
    """What was known of a person and when: never a password, and no row for a mere log-in."""

    def __init__(self, **kwargs: Any) -> None:
        """Leave out what is secret and what changes with every visit."""
        super().__init__(**{"excluded_fields": sorted(SECRET_OR_RESTLESS), **kwargs})

    def post_save(
        self, instance: Any, created: Any, using: str | None = None, **kwargs: Any
    ) -> None:
        """Write a row unless only left out fields were saved."""
        saved = kwargs.get("update_fields")
        if saved is None or not SECRET_OR_RESTLESS.issuperset(saved):
            super().post_save(instance, created, using=using, **kwargs)


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail, in lower case, so that one address is one account."""

    def create_user(
        self,
        email: str,
        password: str | None = None,
        *,
        reason: str = "create_user",
        **fields: Any,
    ) -> "User":
        """Make a person who may log in by ``email``; their history begins with ``reason``."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user._change_reason = reason  # type: ignore[attr-defined]
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator of the installation."""
        return self.create_user(
            email,
            password,
            reason="create_superuser",
            is_staff=True,
            is_superuser=True,
            **fields,
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; what they may do follows from memberships, posts and seats."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name and surname"), max_length=150, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=[("pl", _("Polish")), ("en", _("English"))],
        default="pl",
    )
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demo account"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    history = HistoryOfPeople()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        """Name the person, or the address where no name is given."""
        return self.name or self.email

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the backends; an administrator's rights end where a case begins.

        Whoever runs the system can neither score nor decide (ISO/IEC 17065, 7.6.2), so the
        shortcut for superusers holds for models as a whole and not for verbs on a case.
        """
        if obj is not None or perm in CASE_VERBS:
            return self.is_active and any(
                backend.has_perm(self, perm, obj)
                for backend in get_backends()
                if hasattr(backend, "has_perm")
            )
        return super().has_perm(perm, obj)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Tie a session to the address too: one that changed ends it, as a password does."""
        known = f"{self.password} {self.email}"
        return salted_hmac(
            "certification.User", known, secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def requires_second_factor(self) -> bool:
        """Say whether the person acts for an operator or a committee and so needs two factors."""
        today = timezone.localdate()
        return (
            self.is_staff
            or self.posts.current(today).exists()  # type: ignore[attr-defined]
            or self.seats.current(today).exists()  # type: ignore[attr-defined]
        )
