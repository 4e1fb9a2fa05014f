"""Rules of published versions, packages and answers that can be broken."""

from django.utils.translation import gettext_lazy as _

from standards.errors.base import RuleViolation


class PublisherIsCreator(RuleViolation):
    """Publishing needs a second pair of eyes."""

    sentence = _("The person who prepared this version cannot publish it. Ask someone else.")
    code = "publisher_is_creator"


class PredecessorMissing(RuleViolation):
    """Only the first version follows none; of a change all are told (ISO/IEC 17065, 7.10.1)."""

    sentence = _(
        "Version %(version)s does not say which one it follows, but %(before)s is published. "
        "Load its file again, or begin a draft from %(before)s."
    )
    code = "predecessor_missing"


class ChangeClassMissing(RuleViolation):
    """A version that follows another one says how much it changes (ISO/IEC 17065, 7.10.1)."""

    sentence = _(
        "Version %(version)s follows %(before)s. Choose the class of its change before publishing "
        "(in a file: “follows” and “change_class”)."
    )
    code = "change_class_missing"


class NoticeTooShort(RuleViolation):
    """Those who hold or prepare an application are told in time (ISO/IEC 17065, 7.10.1)."""

    sentence = _(
        "This class of change needs %(days)s days of notice. The version can bind from "
        "%(earliest)s at the earliest."
    )
    code = "notice_too_short"


class TransitionBeforeBinding(RuleViolation):
    """Nobody moves to a version that does not bind yet (ISO/IEC 17065, 7.10.1)."""

    sentence = _(
        "Holders would have to move by %(until)s, before the version binds on %(binds)s. Choose "
        "a later day in the facts of the version."
    )
    code = "transition_before_binding"


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
