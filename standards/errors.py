"""The root of every refusal, and what can go wrong with schemes and their standards."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RuleViolation(ValidationError):
    """A rule of the field was broken by what a person asked for, and that person can mend it.

    Shown on the form that asked. Subclasses set ``sentence`` and ``code``; ``params`` fill it.
    """

    sentence: ClassVar["str | _StrPromise"] = _("This is not possible.")
    code: str = "rule_violation"

    def __init__(self, sentence: "str | _StrPromise | None" = None, **params: Any) -> None:
        """Keep the sentence of the class, or the sharper one of this case, with its values."""
        super().__init__(sentence or self.sentence, code=self.code, params=params or None)


class StatusMoveRefused(RuleViolation):
    """The version is not in a state from which this step can be taken."""

    sentence = _("A version that is “%(source)s” cannot become “%(target)s”.")
    code = "status_move_refused"


class PublisherIsCreator(RuleViolation):
    """Publishing needs a second pair of eyes."""

    sentence = _("The person who prepared this version cannot publish it. Ask someone else.")
    code = "publisher_is_creator"


class ChangeClassMissing(RuleViolation):
    """A version that follows another one says how much it changes (ISO/IEC 17065, 7.10.1)."""

    sentence = _(
        "Version %(version)s follows another one. Choose the class of its change before publishing."
    )
    code = "change_class_missing"


class NoticeTooShort(RuleViolation):
    """Those who hold or prepare an application are told in time (ISO/IEC 17065, 7.10.1)."""

    sentence = _(
        "This class of change needs %(days)s days of notice. The version can bind from "
        "%(earliest)s at the earliest."
    )
    code = "notice_too_short"


class VersionIsFrozen(RuleViolation):
    """A published version never changes, whatever the reason."""

    sentence = _("Version %(version)s is published and cannot be changed. Prepare a new version.")
    code = "version_is_frozen"


class VersionIsEmpty(RuleViolation):
    """A version without criteria or without a decision rule decides nothing."""

    sentence = _(
        "Version %(version)s has no criteria or no decision rule, so it cannot be published."
    )
    code = "version_is_empty"


class AnotherVersionIsOpen(RuleViolation):
    """A version used by a call that is still open may not be withdrawn under the applicants."""

    sentence = _("Version %(version)s is used by an open call and cannot be withdrawn yet.")
    code = "version_in_use"


class PackageRefused(RuleViolation):
    """A standard package is wrong; every problem names its file, line and field."""

    sentence = _("The standard package was refused.")
    code = "package_refused"

    def __init__(self, problems: list[str]) -> None:
        """Collect all problems at once, so that one round of mending is enough."""
        super().__init__("\n".join(problems).replace("%", "%%"))
        self.problems = problems


class AnswerRefused(RuleViolation):
    """An answer lies outside the scale, or leaves out a criterion that cannot be left out."""

    sentence = _("Criterion %(criterion)s has no level %(value)s.")
    code = "answer_refused"


class NotApplicableRefused(AnswerRefused):
    """Only criteria marked so may be answered with "not applicable"."""

    sentence = _("Criterion %(criterion)s cannot be answered with “not applicable”.")
    code = "not_applicable_refused"


class PublisherIsEditor(PublisherIsCreator):
    """Whoever changed a draft, even one word, has not the second pair of eyes."""

    sentence = _("You changed this draft, so you cannot publish it. Ask someone who did not.")
    code = "publisher_is_editor"


class DraftInConsultation(RuleViolation):
    """What people are asked about stays as they read it."""

    sentence = _(
        "Version %(version)s is in consultation and cannot be changed now. "
        "Close the consultation first."
    )
    code = "draft_in_consultation"


class DraftChangedMeanwhile(RuleViolation):
    """Somebody, or the same person in another tab, saved the same row in between."""

    sentence = _("This was changed meanwhile. Nothing was overwritten; both versions are below.")
    code = "draft_changed_meanwhile"

    def __init__(self, current: dict[str, Any], seen: str) -> None:
        """Keep what is stored now and the mark to save over it knowingly."""
        super().__init__()
        self.current = current
        self.seen = seen


class DraftRowIsGone(RuleViolation):
    """Somebody removed the row while it was being edited."""

    sentence = _("This was removed from the draft meanwhile, so it cannot be saved.")
    code = "draft_row_is_gone"


class CodeUsedTwice(RuleViolation):
    """Codes and keys name one row each."""

    sentence = _("“%(code)s” is used already in this draft. Choose another one.")
    code = "code_used_twice"

    def __init__(self, field: str, value: str) -> None:
        """Name the field, so that the form can show the sentence beside it."""
        super().__init__(code=value)
        self.field = field


class VersionNumberTaken(RuleViolation):
    """A scheme uses a version number once."""

    sentence = _("This scheme has a version %(version)s already.")
    code = "version_number_taken"
    field = "version"


class SectionNotEmpty(RuleViolation):
    """Criteria do not vanish with their section."""

    sentence = _("The section still has criteria. Move or remove them first.")
    code = "section_not_empty"


class ScaleInUse(RuleViolation):
    """A criterion cannot be left without its scale."""

    sentence = _("Criteria use this scale. Give them another one first.")
    code = "scale_in_use"


class DraftHasTraces(RuleViolation):
    """A draft on which others wrote is kept with what they wrote."""

    sentence = _("People wrote remarks on this draft, so it cannot be thrown away.")
    code = "draft_has_traces"


class DraftHasErrors(RuleViolation):
    """The live check must be clean of errors before anybody is bound."""

    sentence = _("The check still shows errors. Mend them before publishing.")
    code = "draft_has_errors"


class DraftChangedSinceReview(RuleViolation):
    """What is published is what the second person read."""

    sentence = _("The draft changed since you opened this page. Look at it again, then publish.")
    code = "draft_changed_since_review"


class ChangeClassTooSmall(RuleViolation):
    """The class of a change, and so its notice, follows from what changed (7.10.1)."""

    sentence = _(
        "“%(change_class)s” is too small a class for what this version changes: %(changes)s"
    )
    code = "change_class_too_small"


class MediansRefused(PackageRefused):
    """A table of medians is wrong; every problem names its line."""

    sentence = _("The table of medians was refused.")
    code = "medians_refused"
