"""Rules of moving between versions, of renewals and of calls that take a new version."""

from django.utils.translation import gettext_lazy as _

from certification.errors import RuleViolation


class OnlyDraftsMove(RuleViolation):
    """What was sent is judged by the text it was sent on (ISO/IEC 17065, 7.10)."""

    sentence = _(
        "The application was sent, so it stays on its version of the standard. "
        "Only a draft can be moved."
    )
    code = "only_drafts_move"


class VersionNotOffered(RuleViolation):
    """A draft moves between the versions of its call alone."""

    sentence = _(
        "The call of this application does not have this version. Choose one of those listed."
    )
    code = "version_not_offered"


class NothingToConfirm(RuleViolation):
    """Only an answer that was carried over waits for a confirmation."""

    sentence = _("Criterion %(criterion)s has no answer that waits for your confirmation.")
    code = "nothing_to_confirm"


class SourceUnknown(RuleViolation):
    """An answer is taken over from the criteria that this one comes from."""

    sentence = _("This answer does not belong to criterion %(criterion)s. Open the page again.")
    code = "source_unknown"


class NotRenewable(RuleViolation):
    """What was ended is not prolonged."""

    sentence = _(
        "Certificate %(number)s has been ended, so it cannot be renewed. "
        "Begin a new application instead."
    )
    code = "not_renewable"


class RenewalBegunAlready(RuleViolation):
    """A certificate has one application for its renewal at a time."""

    sentence = _("The renewal of this certificate was begun already: %(number)s. Open that case.")
    code = "renewal_begun_already"


class RenewedElsewhere(RuleViolation):
    """A certificate is renewed by its holder, for what it covers, in its scheme."""

    sentence = _(
        "This call does not renew certificate %(number)s. Choose a call of the same scheme "
        "for the same holder, product or service and voivodeship."
    )
    code = "renewed_elsewhere"


class CallNotOpen(RuleViolation):
    """Another version is bound only while applications can still be made."""

    sentence = _("This call is not open today, so its version of the standard stays as it is.")
    code = "call_not_open"


class VersionNotBindable(RuleViolation):
    """A call takes a published version of its own scheme that binds already."""

    sentence = _(
        "Version %(version)s cannot bind this call: it has to be published, belong to the same "
        "scheme and bind today. Choose another one."
    )
    code = "version_not_bindable"


class VersionNotBindingYet(VersionNotBindable):
    """Nobody is bound before the notice of a change is over (ISO/IEC 17065, 7.10.1)."""

    sentence = _(
        "Version %(version)s binds from %(binds)s. Bind it to the call from that day on, or choose "
        "another one now."
    )
    code = "version_not_binding_yet"


class VersionBoundAlready(RuleViolation):
    """Nothing would change."""

    sentence = _("Version %(version)s binds this call already.")
    code = "version_bound_already"


class RebindingReasonMissing(RuleViolation):
    """Those whom a change in the middle of a call concerns learn why (17065, 7.10)."""

    sentence = _("Give the reasons: every team reads them, and they stand on the public page.")
    code = "rebinding_reason_missing"


class SentFilesNotChosen(RuleViolation):
    """Which version binds files that were sent is a decision, never a side effect."""

    sentence = _("Choose which version binds the applications that were sent before.")
    code = "sent_files_not_chosen"


class NewVersionUnanswered(RuleViolation):
    """An application bound to a new version is answered on it before it is judged by it."""

    sentence = _(
        "A new version binds this application and these criteria are not answered on it yet: "
        "%(criteria)s. Call the applicant to complete them."
    )
    code = "new_version_unanswered"
