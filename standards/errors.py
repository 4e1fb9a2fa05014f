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


class CommentMoveRefused(RuleViolation):
    """The comment is not in a state from which this step can be taken."""

    sentence = _("A comment that is “%(source)s” cannot become “%(target)s”.")
    code = "comment_move_refused"


class ConsultationTooShort(RuleViolation):
    """Those concerned get the time that the scheme promises (ISEAL, Standard-Setting Code)."""

    sentence = _(
        "A consultation of this scheme lasts at least %(days)s days, so it can close on "
        "%(earliest)s at the earliest."
    )
    code = "consultation_too_short"
    field = "closes_on"


class ClosingDayRefused(RuleViolation):
    """Longer and shorter are two different acts."""

    sentence = _("Choose a day after %(day)s to extend the consultation.")
    code = "closing_day_refused"
    field = "closes_on"


class EarlierDayNeeded(ClosingDayRefused):
    """Shortening ends on a day that is still to come and before the announced one."""

    sentence = _("Choose a day from today to the day before %(day)s to shorten the consultation.")
    code = "earlier_day_needed"


class ReasonNeeded(RuleViolation):
    """Whoever takes time away from the public says why, and the reason is public."""

    sentence = _("People were promised time until %(day)s. Say in Polish why it ends earlier.")
    code = "reason_needed"
    field = "reason_pl"


class ConsultationIsRunning(RuleViolation):
    """While people may still comment, nothing is settled."""

    sentence = _("The consultation is open until %(day)s. Wait until it ends, or end it early.")
    code = "consultation_is_running"


class ConsultationIsOver(RuleViolation):
    """Comments are taken while the consultation is open."""

    sentence = _("The consultation ended on %(day)s and takes no more comments.")
    code = "consultation_is_over"


class PlaceUnknown(RuleViolation):
    """A comment is about the whole, a section or a criterion of the text consulted."""

    sentence = _("This place is not in the text consulted. Choose one from the list.")
    code = "place_unknown"
    field = "about"


class TooManyComments(RuleViolation):
    """One address does not drown the others."""

    sentence = _("You sent %(limit)s comments in the last hour. Send the next one later.")
    code = "too_many_comments"


class ConfirmFirst(RuleViolation):
    """Nobody's letter box is filled by somebody else."""

    sentence = _(
        "%(limit)s comments wait for the confirmation of this address. Open a link from our "
        "letters first: one of them confirms all."
    )
    code = "confirm_first"
    field = "email"


class RefusalNeedsReason(RuleViolation):
    """Whoever wrote learns why the comment is not shown."""

    sentence = _("Say why the comment is refused; its author gets this reason.")
    code = "refusal_needs_reason"
    field = "reason"


class CommentIsNotPublic(RuleViolation):
    """Only public comments are answered in the table."""

    sentence = _("Choose at least one public comment of this consultation.")
    code = "comment_is_not_public"


class CriterionUnknown(RuleViolation):
    """A disposition or a resolution points at a criterion that exists."""

    sentence = _("The draft has no criterion “%(key)s”. Choose one from the list.")
    code = "criterion_unknown"


class CommentsWait(RuleViolation):
    """Each comment is read before the round is settled."""

    sentence = _("Comments still wait for moderation: %(count)s. Accept or refuse them first.")
    code = "comments_wait"


class CommentsUnanswered(RuleViolation):
    """Each public comment gets an answer (ISEAL, Standard-Setting Code)."""

    sentence = _("These comments have no answer yet: %(comments)s. Answer them first.")
    code = "comments_unanswered"


class TableNotPublished(RuleViolation):
    """What people said and how it was dealt with is public before the version binds anybody."""

    sentence = _("Publish the table of comments of round %(round)s first.")
    code = "table_not_published"


class TableIsPublished(RuleViolation):
    """A published table stays as people read it."""

    sentence = _("The table of comments is published and does not change any more.")
    code = "table_is_published"


class ResolutionIsNotYet(RuleViolation):
    """A resolution is recorded after it was made."""

    sentence = _("The resolution was not made yet on that day. Give a day up to today.")
    code = "resolution_is_not_yet"
    field = "resolved_on"


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


class InterpretationMoveRefused(StatusMoveRefused):
    """The interpretation is not in a state from which this step can be taken."""

    sentence = _("An interpretation that is “%(source)s” cannot become “%(target)s”.")
    code = "interpretation_move_refused"


class InterpretationIsSettled(RuleViolation):
    """What people rely on never changes under them, nor does what has ended."""

    sentence = _(
        "This interpretation is not a draft any more, so it cannot be changed. "
        "Write a new one that replaces it."
    )
    code = "interpretation_is_settled"


class InterpretationAuthorPublishes(RuleViolation):
    """An interpretation binds like the criterion itself, so it needs a second pair of eyes."""

    sentence = _(
        "You wrote this interpretation, so you cannot publish or confirm it. "
        "Ask another standards manager."
    )
    code = "interpretation_author_publishes"


class InterpretationChangedMeanwhile(RuleViolation):
    """Somebody saved the interpretation after the page was opened."""

    sentence = _(
        "The interpretation was changed meanwhile, so nothing was done. "
        "Your text is still in the form; look at the current one first."
    )
    code = "interpretation_changed_meanwhile"


class InterpretationScopeWrong(RuleViolation):
    """An interpretation names published versions in which the criterion stands."""

    sentence = _("Choose at least one published version in which criterion %(criterion)s stands.")
    code = "interpretation_scope_wrong"


class InterpretationReasonMissing(RuleViolation):
    """Ending or not carrying over an interpretation is explained to those who relied on it."""

    sentence = _("Give the reason in Polish and in English, so that everybody can read why.")
    code = "interpretation_reason_missing"


class InterpretationReplacesWrong(RuleViolation):
    """Only an interpretation of the same criterion that is in force can be replaced."""

    sentence = _("Interpretation %(number)s is not in force for this criterion any more.")
    code = "interpretation_replaces_wrong"


class ConfirmationNotAwaited(RuleViolation):
    """Somebody has already said whether the interpretation holds for this version."""

    sentence = _("Somebody has already decided this for version %(version)s.")
    code = "confirmation_not_awaited"


class QuestionOpenAlready(RuleViolation):
    """One question about one criterion at a time; the answer may settle the next one too."""

    sentence = _("You have already asked about this criterion. Wait for the answer.")
    code = "question_open_already"


class QuestionSettled(RuleViolation):
    """A question is answered once."""

    sentence = _("This question has already been answered.")
    code = "question_settled"
