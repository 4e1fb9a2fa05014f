"""Rules of consultations and their comments that can be broken."""

from django.utils.translation import gettext_lazy as _

from standards.errors.base import RuleViolation


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

    sentence = _(
        "The comments with these numbers have no answer yet: %(comments)s. Answer them first."
    )
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
