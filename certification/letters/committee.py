"""The decision and the minutes as letters, in the language of the office."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.findings import Findings, SectionFinding, findings_of
from certification.letters.base import Letter
from certification.letters.layout import letter_to_applicant, lines_of, place_and_date
from certification.lifecycle import ApplicationStatus
from certification.models import Application, Decision, DecisionKind, Meeting, User
from certification.room import ItemView, Place, Room
from certification.templatetags.committee_tags import percent
from certification.templatetags.evaluation_tags import points
from documents.drawing import (
    Facts,
    Heading,
    LetterContent,
    Paragraph,
    Signature,
    Table,
    draw_letter,
)
from documents.drawing.letter import Part
from documents.finishing import finish
from documents.models import DocumentKind
from standards.languages import OFFICE_LANGUAGE


def ruling_of(decision: Decision) -> str:
    """Say in one paragraph what is decided: to whom, in which scheme and, for a mark, for what."""
    application = decision.application
    facts = {
        "applicant": application.applicant.name,
        "scheme": application.edition.scheme.name,
    }
    if decision.granted:
        ruling = _("Certification is granted. Scheme: %(scheme)s. Holder: %(applicant)s.") % facts
    else:
        ruling = (
            _("Certification is refused. Scheme: %(scheme)s. Applicant: %(applicant)s.") % facts
        )
    if application.offer is None:
        return ruling
    return _("%(ruling)s Product or service: %(offer)s.") % {
        "ruling": ruling,
        "offer": application.offer.name,
    }


def build_decision(decision: Decision) -> LetterContent:
    """Write the decision with all parts that it must have (KPA, art. 107)."""
    with override(OFFICE_LANGUAGE):
        return letter_of(decision, title=_("Decision"), parts=_decision_parts(decision))


def letter_of(decision: Decision, *, title: str, parts: Iterator[Part]) -> LetterContent:
    """Lay out a decision from the authority to the party; the language of the office is active."""
    decided_on = timezone.localdate(decision.decided_at)
    day = date_format(decided_on, "DATE_FORMAT")
    return letter_to_applicant(
        decision.application,
        language=OFFICE_LANGUAGE,
        made_on=decided_on,
        title=title,
        subtitle=decision.number,
        legal_basis=decision.legal_basis,
        parts=tuple(parts),
        remedy=decision.remedy_notice,
        signatures=(_signature(decision.decided_by, _("for the deciding authority"), day),),
    )


def _decision_parts(decision: Decision) -> Iterator[Part]:
    yield Paragraph(ruling_of(decision), strong=True)
    if decision.is_conditional:
        yield Paragraph(_("The grant is conditional; the conditions follow from the reasons."))
    yield from grounds_of(decision)
    findings = findings_of(decision.application)
    if findings:
        yield from _finding_parts(findings)
    yield digest_of_file(decision)


def grounds_of(decision: Decision) -> Iterator[Part]:
    """Name the certificate that is granted, if any, and give the reasons."""
    if decision.certificate_number and decision.valid_from and decision.valid_until:
        yield Facts(
            (
                (_("Certificate number"), decision.certificate_number),
                (_("Valid from"), date_format(decision.valid_from, "DATE_FORMAT")),
                (_("Valid until"), date_format(decision.valid_until, "DATE_FORMAT")),
            )
        )
    yield Heading(_("Reasons"))
    for paragraph in decision.reasons.split("\n\n"):
        yield Paragraph(paragraph)


def digest_of_file(decision: Decision) -> Facts:
    """Tie the letter to the file of the case that was decided on."""
    return Facts(((_("Digest of the file of the case"), decision.snapshot_sha256),))


def _finding_parts(findings: Findings) -> Iterator[Part]:
    result = findings.result
    yield Heading(_("Result of the evaluation"))
    yield Paragraph(
        _("%(points)s of %(maximum)s points, that is %(percent)s.")
        % {
            "points": points(result.points),
            "maximum": points(result.maximum),
            "percent": percent(result.percent),
        }
    )
    yield Table(
        header=(_("Section"), _("Points"), _("Maximum"), _("Result"), _("Threshold")),
        rows=tuple(_section_row(one) for one in findings.sections),
        weights=(5.0, 1.2, 1.4, 1.3, 1.2),
        numeric=(1, 2, 3, 4),
    )
    rows = tuple(
        (one.criterion.code, one.criterion.text, "\n".join(one.justifications) or "–")
        for section in findings.sections
        for one in section.criteria
    )
    if rows:
        yield Heading(_("Reasons by criterion"))
        yield Table(
            header=(_("Code"), _("Criterion"), _("What the experts found")),
            rows=rows,
            weights=(0.8, 3.0, 4.2),
        )


def _section_row(one: SectionFinding) -> tuple[str, ...]:
    return (
        f"{one.section.code}. {one.section.title}",
        points(one.score.points),
        points(one.score.maximum),
        percent(one.score.share),
        percent(one.score.required),
    )


def build_minutes(room: Room) -> LetterContent:
    """Write the minutes: presence, and for each item quorum, recusals, votes and the result."""
    meeting, committee = room.meeting, room.meeting.committee
    operator = committee.operator
    with override(OFFICE_LANGUAGE):
        day = date_format(_began(meeting), "DATE_FORMAT")
        return LetterContent(
            language=OFFICE_LANGUAGE,
            made_on=timezone.localdate(meeting.closed_at) if meeting.closed_at else None,
            title=_("Minutes of meeting %(number)s") % {"number": meeting.number},
            subtitle=committee.name_pl,
            sender=lines_of(operator.name, operator.address, operator.city),
            place_and_date=place_and_date(operator.city, day),
            parts=tuple(_minutes_parts(room)),
            signatures=(
                (_signature(meeting.closed_by, _("chair of the committee"), _day_of(meeting)),)
                if meeting.closed_by
                else ()
            ),
        )


def _began(meeting: Meeting) -> datetime:
    """Give when the chair opened the meeting; of one not opened yet, when it was called for."""
    return timezone.localtime(meeting.opened_at or meeting.starts_at)


def _day_of(meeting: Meeting) -> str:
    """Name the day on which the chair closed the meeting."""
    return date_format(timezone.localdate(meeting.closed_at), "DATE_FORMAT")


def draw_minutes(room: Room) -> bytes:
    """Draw the minutes."""
    return finish(draw_letter(build_minutes(room)))


def _minutes_parts(room: Room) -> Iterator[Part]:
    meeting = room.meeting
    yield Facts(
        (
            (_("Began"), date_format(_began(meeting), "DATETIME_FORMAT")),
            (_("Place"), meeting.place or "–"),
            (_("On line"), _("yes") if meeting.is_remote else _("no")),
        )
    )
    yield Paragraph(
        _("Each item says who was present. Abstentions count as presence and not as votes cast.")
    )
    for view in room.items:
        yield from _item_parts(view)


def _item_parts(view: ItemView) -> Iterator[Part]:
    item, quorum = view.item, view.seating.quorum
    application = item.application
    yield Heading(f"{item.position}. {application.number}, {application.subject}")
    if item.postponed_because:
        yield Paragraph(_("Postponed: %(reasons)s") % {"reasons": item.postponed_because})
    if not view.recommendation:
        if application.status == ApplicationStatus.WITHDRAWN:
            yield Paragraph(_("The applicant withdrew the application."))
        return
    yield Paragraph(
        _("Entitled and present: %(present)s of %(entitled)s, needed for the quorum: %(needed)s.")
        % {
            "present": quorum.present,
            "entitled": quorum.entitled,
            "needed": quorum.needed,
        }
    )
    yield Table(
        header=(_("Person"), _("Presence"), _("Part in the vote"), _("Dissenting opinion")),
        rows=tuple(
            (
                str(place.seat.person),
                presence_word(is_present=place.is_present),
                part_in_vote(place),
                place.vote.dissent if place.vote else "",
            )
            for place in view.places
        ),
        weights=(2.4, 1.4, 2.6, 2.6),
    )
    yield Facts(
        (
            (_("For"), str(view.tally.votes_for)),
            (_("Against"), str(view.tally.votes_against)),
            (_("Abstained"), str(view.tally.abstained)),
            (_("Recommendation"), view.recommendation.get_outcome_display()),
        )
    )
    for paragraph in view.recommendation.reasons.split("\n\n"):
        yield Paragraph(paragraph)


def presence_word(*, is_present: bool | None) -> str:
    """Say whether somebody was there."""
    if is_present is None:
        return _("not noted")
    return _("present") if is_present else _("absent")


def part_in_vote(place: Place) -> str:
    """Say what a member did at an item that is closed."""
    if place.recusal:
        words = _("recused: %(ground)s") % {"ground": place.recusal.get_ground_display()}
        return (
            _("%(words)s; the vote cast before does not count") % {"words": words}
            if (place.vote)
            else words
        )
    if place.vote is None:
        return _("no vote")
    choice = place.vote.get_choice_display()
    if place.vote.entered_by_id != place.seat.person_id:
        return _("%(choice)s, entered by the secretariat") % {"choice": choice}
    return choice


def _signature(person: User | None, role: str, day: str) -> Signature:
    return Signature(
        name=str(person), role=role, note=_("Approved in the system on %(day)s.") % {"day": day}
    )


def decision_of(application: Application) -> Decision | None:
    """Give the first decision of a case with all that its letter names."""
    return decision_of_kind(application, DecisionKind.FIRST)


def decision_of_kind(application: Application, kind: str) -> Decision | None:
    """Give a decision of a case, the first one or the one that settles a reconsideration."""
    return (
        Decision.objects.filter(application=application, kind=kind)
        .select_related(
            "application__edition__operator",
            "application__edition__scheme",
            "application__applicant",
            "application__offer",
            "application__version",
            "decided_by",
            "letter",
        )
        .first()
    )


LETTERS = {
    "decision": Letter(
        kind=DocumentKind.DECISION,
        record_of=decision_of,
        build=build_decision,
        file_name=lambda decision: f"Decyzja-{decision.number}.pdf",
    ),
}
