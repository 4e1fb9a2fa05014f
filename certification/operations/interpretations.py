"""Interpretations and the people they concern: notices, answers, and marks in cases."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.completeness import address_of
from certification.errors.interpretations import InterpretationNotForCase
from certification.history import save
from certification.interpretations import (
    beside_criteria,
    cards_concerned,
    criterion_in,
    drafts_concerned,
)
from certification.models import Application, InterpretationUse, User
from certification.operations.case import team_of, write_message
from certification.permissions import managers_of
from certification.sheets import profile_of
from standards.models import Criterion, CriterionQuestion, Interpretation, Scheme
from standards.operations.interpretations import note_waiting
from standards.operations.questions import answer_question, ask_about_criterion
from standards.scoring import load_content

WORK = "certification:interpretations_work"


@transaction.atomic
def tell_of_interpretation(*, interpretation: Interpretation) -> int:
    """Tell everybody who can still act on it, once; give how many messages were written.

    Teams that can still answer the criterion, and experts whose card is open, learn of an
    interpretation when it begins to hold and when it is withdrawn; whoever asked learns of it too.
    """
    locked = Interpretation.objects.locked(interpretation.pk)
    if locked.told_at is not None or locked.published_at is None:
        return 0
    count = sum(
        _tell_of(locked, case, team_of(case), address_of(case, criterion_in(case, locked)))
        for case in drafts_concerned(locked)
    )
    for card in cards_concerned(locked):
        code = criterion_in(card.application, locked).code
        path = reverse("certification:score_card", args=[card.application.number, code])
        count += _tell_of(locked, card.application, [card.person], path)
    if locked.is_in_force:
        count += sum(_tell_asker(question) for question in locked.questions.all())
    locked.told_at = timezone.now()
    save(locked, by=None, reason="tell_of_interpretation")
    return count


def _tell_of(
    interpretation: Interpretation, application: Application, people: Iterable[User], path: str
) -> int:
    code = criterion_in(application, interpretation).code
    question = _in_their_language(interpretation, "question")
    about: dict[str, Any] = {"recipients": people, "application": application, "path": path}
    if interpretation.is_in_force:
        subject = _("New interpretation {number} of criterion {code}")
        body = _("It says how to read the criterion: {question} Read it beside the criterion.")
        written = write_message(
            kind="interpretation_published",
            subject=format_lazy(subject, number=interpretation.number, code=code),
            body=format_lazy(body, question=question),
            **about,
        )
    else:
        subject = _("Interpretation {number} of criterion {code} is withdrawn")
        body = _("It does not hold any more: {question} Read the criterion again without it.")
        written = write_message(
            kind="interpretation_withdrawn",
            subject=format_lazy(subject, number=interpretation.number, code=code),
            body=format_lazy(body, question=question),
            **about,
        )
    return len(written)


def _in_their_language(record: Any, name: str) -> Any:
    """Read a text of two languages only when the language of its reader is known."""
    return lazy(lambda: str(getattr(record, name)), str)()


@transaction.atomic
def ask(*, criterion: Criterion, text: str, by: User) -> CriterionQuestion:
    """Put a question into the queue of the standards managers and tell them of it.

    The same question sent twice, be it at the same moment, is one question and one message.
    """
    User.objects.select_for_update().get(pk=by.pk)
    same: CriterionQuestion | None = (
        CriterionQuestion.objects.waiting()
        .filter(
            version=criterion.version_id,
            criterion_key=criterion.key,
            asked_by=by,
            text=text.strip(),
        )
        .first()
    )
    if same is not None:
        return same
    question = ask_about_criterion(criterion=criterion, text=text, by=by)
    write_message(
        kind="criterion_question",
        recipients=managers_of(criterion.version.scheme),
        subject=format_lazy(
            _("A question about criterion {code} of standard {version}"),
            code=criterion.code,
            version=criterion.version.version,
        ),
        body=_("Answer it plainly or by an interpretation. It waits under “Interpretations”."),
        path=reverse("certification:criterion_question", args=[question.pk]),
    )
    return question


@transaction.atomic
def answer_plainly(*, question: CriterionQuestion, answer: str, by: User) -> CriterionQuestion:
    """Answer a question without an interpretation and tell whoever asked."""
    answered = answer_question(question=question, answer=answer, by=by)
    _tell_asker(answered)
    return answered


def _tell_asker(question: CriterionQuestion) -> int:
    interpretation = question.interpretation
    body: Any = question.answer
    path = ""
    if interpretation is not None:
        body = format_lazy(
            _("Interpretation {number} answers it: {ruling}"),
            number=interpretation.number,
            ruling=_in_their_language(interpretation, "ruling"),
        )
        path = address_of_interpretation(interpretation)
    written = write_message(
        kind="criterion_answered",
        recipients=[question.asked_by],
        subject=_("An answer to your question about a criterion"),
        body=format_lazy("{question}\n\n{answer}", question=question.text, answer=body),
        path=path,
    )
    return len(written)


def address_of_interpretation(interpretation: Interpretation) -> str:
    """Give the public page of an interpretation."""
    place = [interpretation.scheme.code, interpretation.year, interpretation.sequence]
    return reverse("certification:interpretation", args=place)


@transaction.atomic
def tell_of_waiting(*, scheme: Scheme) -> int:
    """Tell the managers, once, which interpretations a new version left to be confirmed."""
    found = note_waiting(scheme=scheme)
    if found:
        numbers = ", ".join(sorted({scope.interpretation.number for scope in found}))
        write_message(
            kind="interpretations_wait",
            recipients=managers_of(scheme),
            subject=_("Interpretations wait for a new version of the standard"),
            body=format_lazy(
                _(
                    "Say for the new version of “{scheme}” whether they still hold: {numbers}. "
                    "Until then nobody sees them there."
                ),
                scheme=_in_their_language(scheme, "name"),
                numbers=numbers,
            ),
            path=reverse(WORK),
        )
    return len(found)


@transaction.atomic
def note_use(
    *, interpretation: Interpretation, application: Application, by: User
) -> InterpretationUse:
    """Mark that an interpretation was applied in a case; marked twice it counts once."""
    asked = load_content(application.version).applicable(profile_of(application))
    holding = beside_criteria(application)
    if not any(
        one.interpretation == interpretation for key in asked for one in holding.get(key, ())
    ):
        raise InterpretationNotForCase(number=interpretation.number)
    use = (
        InterpretationUse.objects.select_for_update()
        .filter(interpretation=interpretation, application=application, noted_by=by)
        .first()
    ) or InterpretationUse(interpretation=interpretation, application=application, noted_by=by)
    if use.pk is None or use.taken_back_at is not None:
        use.noted_at, use.taken_back_at = timezone.now(), None
        save(use, by=by, reason="note_use")
    return use


@transaction.atomic
def take_use_back(*, interpretation: Interpretation, application: Application, by: User) -> None:
    """Take the own mark back; that it once was stays in the history."""
    use = (
        InterpretationUse.objects.select_for_update()
        .filter(
            interpretation=interpretation,
            application=application,
            noted_by=by,
            taken_back_at__isnull=True,
        )
        .first()
    )
    if use is not None:
        use.taken_back_at = timezone.now()
        save(use, by=by, reason="take_use_back")
