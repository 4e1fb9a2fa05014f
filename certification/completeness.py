"""What a draft still lacks: every gap in words, with the address where it is mended.

Drafts are saved with gaps; only sending asks for everything (ISO/IEC 17065, 7.3.1). The pages that
list answers and the operation that sends read the same ``CaseContents``, so they never disagree.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.checklist import Checklist, checklist_of
from certification.models import (
    Answer,
    Application,
    Assessment,
    AssessmentKind,
    Attachment,
    CompletionCall,
    Declaration,
    Evidence,
    Partner,
)
from certification.operations.eligibility import asks_for_path, asks_for_scope
from certification.sheets import profile_of, values_of
from certification.steps import goes_step_by_step, question_address, way_back
from standards.conditions import holds
from standards.dictionaries import LEGAL_FORMS
from standards.models import Criterion, Scale, Section
from standards.scoring import ScoreSheet, load_content, score

LEAST_JUSTIFICATION = 30


@dataclass(frozen=True)
class Missing:
    """One gap and where it is mended."""

    text: str
    url: str
    criterion: Criterion | None = None


@dataclass
class CaseContents:
    """A case with all that its applicant filled in, read by a constant number of queries."""

    application: Application
    checklist: Checklist
    assessment: Assessment
    answers: Mapping[int, Answer]
    evidence: Mapping[int, list[Evidence]] = field(default_factory=dict)
    partners: list[Partner] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)

    @cached_property
    def profile(self) -> dict[str, Any]:
        """Give the facts that decide which criteria apply."""
        return profile_of(self.application)

    @cached_property
    def sheet(self) -> ScoreSheet:
        """Count the checklist as it stands."""
        content = load_content(self.application.version)
        return score(content, values_of(self.answers.values()), self.profile)

    @cached_property
    def attachments(self) -> list[Attachment]:
        """List the files about the whole application, where a page shows them."""
        standing = Attachment.objects.standing().filter(application=self.application)
        return list(standing.select_related("document"))

    def asked_in(self, section: Section) -> list[Criterion]:
        """List the criteria of a section that apply to this application."""
        return [
            criterion
            for criterion in self.checklist.by_section[section.pk]
            if holds(criterion.applies_when, self.profile)
        ]

    def unasked_in(self, section: Section) -> list[Criterion]:
        """List the criteria of a section that do not concern this application now."""
        asked = set(self.asked_in(section))
        return [one for one in self.checklist.by_section[section.pk] if one not in asked]

    @cached_property
    def sections(self) -> list[Section]:
        """List the sections in which anything is asked."""
        return [section for section in self.checklist.sections if self.asked_in(section)]

    def gaps_of(self, criterion: Criterion) -> list[str]:
        """Say what the answer to one criterion still lacks."""
        return gaps_of_answer(criterion, self.answers.get(criterion.pk))

    def left_in(self, *sections: Section) -> str:
        """Say how many answers that were given still wait: for a confirmation, for more words."""
        to_confirm = to_mend = 0
        for criterion in (one for section in sections for one in self.asked_in(section)):
            answer = self.answers.get(criterion.pk)
            if answer is None or (answer.value is None and not answer.not_applicable):
                continue
            lacks_words = bool(gaps_of_words(criterion, answer))
            to_mend += lacks_words
            to_confirm += answer.to_confirm and not lacks_words
        said = []
        if to_confirm:
            said.append(ngettext("%(count)s to confirm", "%(count)s to confirm", to_confirm))
            said[-1] %= {"count": to_confirm}
        if to_mend:
            said.append(ngettext("%(count)s to be mended", "%(count)s to be mended", to_mend))
            said[-1] %= {"count": to_mend}
        return ", ".join(said)

    def declared(self, organisation_pk: int) -> set[str]:
        """List the keys that one organisation has declared."""
        return {one.key for one in self.declarations if one.organisation_id == organisation_pk}


def contents_of(application: Application, *, assessment: Assessment | None = None) -> CaseContents:
    """Read a whole case; the application comes with its names (``with_names``)."""
    contents = answered_contents(application, assessment=assessment)
    standing = Evidence.objects.standing().of_case(application)
    contents.evidence = grouped(standing.select_related("document"))
    contents.partners = list(
        Partner.objects.filter(application=application)
        .select_related("organisation")
        .order_by("pk")
    )
    contents.declarations = list(Declaration.objects.filter(application=application))
    return contents


def answered_contents(
    application: Application, *, assessment: Assessment | None = None
) -> CaseContents:
    """Read the checklist and its answers only; one query where the case came with its own one."""
    own = (
        assessment
        or getattr(application, "own_assessment", None)
        or Assessment.objects.get(application=application, kind=AssessmentKind.SELF)
    )
    own.application = application
    checklist = checklist_of(application.version)
    answers = {}
    for answer in own.answers.all():
        answer.criterion = checklist.by_pk[answer.criterion_id]
        answers[answer.criterion_id] = answer
    return CaseContents(application, checklist, own, answers)


def grouped(evidence: Any) -> dict[int, list[Evidence]]:
    """Put pieces of evidence under their criteria."""
    found: dict[int, list[Evidence]] = defaultdict(list)
    for piece in evidence:
        found[piece.criterion_id].append(piece)
    return dict(found)


def gaps_of_answer(criterion: Criterion, answer: Answer | None) -> list[str]:
    """Say what one answer lacks, a confirmation too where its criterion has changed since."""
    gaps = gaps_of_words(criterion, answer)
    if answer is not None and answer.to_confirm:
        gaps.append(_("Confirm the answer: the criterion has changed"))
    return gaps


def gaps_of_words(criterion: Criterion, answer: Answer | None) -> list[str]:
    """Say what one answer lacks: a level, or the words that explain a level below the highest."""
    if answer is not None and answer.not_applicable:
        return []
    if answer is None or answer.value is None:
        return [_gap_of_level(criterion, answer)]
    written = len(answer.justification.strip())
    if answer.value == criterion.scale.maximum or written >= LEAST_JUSTIFICATION:
        return []
    sentence = ngettext(
        "Justify a level lower than %(maximum)s (at least %(count)s character)",
        "Justify a level lower than %(maximum)s (at least %(count)s characters)",
        LEAST_JUSTIFICATION,
    )
    return [sentence % {"maximum": criterion.scale.maximum, "count": LEAST_JUSTIFICATION}]


def _gap_of_level(criterion: Criterion, answer: Answer | None) -> str:
    if criterion.scale.kind == Scale.Kind.MEASURED:
        if answer is not None and answer.measured is not None:
            return _("The median for your voivodeship is not published; ask the secretariat")
        return _("Enter the measured number")
    if criterion.not_applicable_allowed:
        return _("Choose a level or “Does not apply”")
    return _("Choose a level")


def what_is_missing(
    application: Application, contents: CaseContents | None = None
) -> list[Missing]:
    """List everything that keeps a draft from being sent, each with its address."""
    contents = contents or contents_of(application)
    return [
        *missing_of_organisation(application),
        *missing_of_subject(application),
        *_missing_of_partners(contents),
        *missing_answers(contents),
        *_missing_declarations(contents),
    ]


def missing_answers(contents: CaseContents, keys: frozenset[str] | None = None) -> list[Missing]:
    """List the gaps of the self-assessment; ``keys`` narrows them to the criteria of a call."""
    return [
        Missing(f"{criterion.code} {gap}", address_of(contents.application, criterion), criterion)
        for section in contents.sections
        for criterion in contents.asked_in(section)
        if keys is None or criterion.key in keys
        for gap in contents.gaps_of(criterion)
    ]


def without_evidence(contents: CaseContents) -> list[Missing]:
    """List the answered criteria that ask for evidence and show none; sending does not wait."""
    return [
        Missing(criterion.code, address_of(contents.application, criterion), criterion)
        for section in contents.sections
        for criterion in contents.asked_in(section)
        if criterion.evidence_pl
        and (answer := contents.answers.get(criterion.pk))
        and answer.value
        and criterion.pk not in contents.evidence
    ]


def missing_of_call(
    application: Application, call: CompletionCall, contents: CaseContents
) -> list[Missing]:
    """List what keeps an answer to a call from being sent; a call is not answered by nothing."""
    return [
        *what_is_missing(application, contents),
        *untouched_since(call, contents),
    ]


def untouched_since(call: CompletionCall, contents: CaseContents) -> list[Missing]:
    """List the criteria of a call where neither the answer nor a file changed since it was made."""
    since = call.check_made.checked_at
    named = set(call.gaps.values_list("criterion_key", flat=True))
    files = Evidence.objects.filter(application=contents.application).filter(
        Q(added_at__gt=since) | Q(withdrawn_at__gt=since)
    )
    touched = set(files.values_list("criterion", flat=True)) | {
        answer.criterion_id for answer in contents.answers.values() if answer.changed_at > since
    }
    sentence = _("Nothing has changed here since the call. Change the answer or add a file")
    return [
        Missing(
            f"{criterion.code} {sentence}", address_of(contents.application, criterion), criterion
        )
        for criterion in contents.checklist.by_key.values()
        if criterion.key in named and criterion.pk not in touched
    ]


def address_of(application: Application, criterion: Criterion) -> str:
    """Give the address where one criterion is answered."""
    if goes_step_by_step(application):
        return question_address(application, criterion, way=way_back(application))
    page = reverse(
        "certification:assessment_section",
        kwargs={"number": application.number, "code": criterion.section.code},
    )
    return f"{page}?open={criterion.key}#{criterion.key}"


def missing_of_organisation(application: Application) -> list[Missing]:
    """Ask a unit without legal personality who runs it (Act, art. 2)."""
    applicant = application.applicant
    here = reverse("certification:organisation", kwargs={"pk": applicant.pk})
    missing = []
    form = LEGAL_FORMS[applicant.legal_form]
    if form.needs_running_entity and not applicant.running_entity_nip:
        missing.append(Missing(_("Give the entity that runs your organisation"), here))
    return missing


def missing_of_subject(application: Application) -> list[Missing]:
    """Ask for the area, and for the path of experience, where the scheme has them."""
    scheme = application.edition.scheme
    here = reverse("certification:subject", kwargs={"number": application.number})
    missing = []
    if asks_for_scope(scheme) and not application.scope.strip():
        missing.append(Missing(_("Name the area in which you act"), f"{here}#id_scope"))
    if asks_for_path(scheme) and not application.path:
        missing.append(Missing(_("Choose the path of experience"), f"{here}#id_path"))
    return missing


def _missing_of_partners(contents: CaseContents) -> list[Missing]:
    application = contents.application
    here = reverse("certification:partners", kwargs={"number": application.number})
    if not application.is_partnership:
        return []
    if not contents.partners:
        return [Missing(_("Add at least one partner, or mark that there are none"), here)]
    return [
        Missing(
            _("%(name)s has not confirmed taking part yet") % {"name": partner.organisation.name},
            here,
        )
        for partner in contents.partners
        if partner.confirmed_at is None
    ]


def _missing_declarations(contents: CaseContents) -> list[Missing]:
    application = contents.application
    asked = {one["key"] for one in application.edition.scheme.declarations}
    here = reverse("certification:declarations", kwargs={"number": application.number})
    missing = []
    if asked - contents.declared(application.applicant_id):
        missing.append(Missing(_("Make the declarations of the applicant"), here))
    partners = contents.partners if application.is_partnership else []
    missing += [
        Missing(
            _("The declarations of %(name)s are missing") % {"name": partner.organisation.name},
            here,
        )
        for partner in partners
        if asked - contents.declared(partner.organisation_id)
    ]
    return missing
