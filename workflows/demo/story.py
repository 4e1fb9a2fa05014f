"""Takes a demo case step by step through the product's own operations and its flow.

Nothing is written beside the operations, so a demo case is made exactly as a real one is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from unittest import mock

from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from certification.lifecycle import ApplicationStatus, AssignmentStatus
from certification.models import (
    Application,
    Assessment,
    AssessmentKind,
    Assignment,
    Committee,
    Offer,
    Organisation,
    Partner,
    Seat,
    User,
)
from certification.operations.answers import save_answers
from certification.operations.applications import make_declarations, open_application
from certification.operations.assessments import send_score_card
from certification.operations.assignments import assign_experts, declare_impartiality
from certification.operations.attachments import add_attachment
from certification.operations.decisions import decide
from certification.operations.evidence import add_evidence
from certification.operations.formal_check import check_formally
from certification.operations.meetings import (
    add_to_agenda,
    call_meeting,
    close_meeting,
    note_presence,
    open_meeting,
    open_vote,
    record_recommendation,
)
from certification.operations.votes import cast_vote
from certification.sheets import profile_of
from documents.drawing import LetterContent, Paragraph, draw_letter
from documents.finishing import finish
from documents.intake import inspect_upload
from standards.models import Criterion, Edition
from standards.scoring import load_content
from workflows import api
from workflows.tasks import run_job

PRESENT = 5


@contextmanager
def on_day(day: date, hour: int = 10) -> Iterator[None]:
    """Let the operations believe that it is another day, for certificates of the past."""
    moment = timezone.make_aware(datetime.combine(day, time(hour)))
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield


WORDS: dict[str, str] = {
    AssessmentKind.SELF: (
        "Działamy tak od 2023 r.; opis i dokumenty są w załącznikach do tego kryterium."
    ),
    AssessmentKind.EXPERT: ("Opis zgadza się z dokumentami; najnowsze są z tego roku."),
}


class Story:
    """One case of the demo; every method is one step that real people would take."""

    def __init__(
        self, *, edition: Edition, organisation: Organisation, people: dict[str, User]
    ) -> None:
        self.edition = edition
        self.organisation = organisation
        self.people = people
        self.applicant = organisation.memberships.earliest("pk").person
        self.application: Application

    def fresh(self) -> Application:
        """Read the case again after a step."""
        self.application = Application.objects.with_names().get(pk=self.application.pk)
        return self.application

    def open(self, *, offer: Offer | None = None) -> "Story":
        """Begin a draft."""
        self.application = open_application(
            edition=self.edition,
            applicant=self.organisation,
            voivodeship=self.organisation.voivodeship,
            offer=offer,
            scope="" if offer else "powiat pierwszy\npowiat drugi\npowiat trzeci",
            path="" if offer else "A",
            by=self.applicant,
        )
        return self

    def criteria(self) -> list[Criterion]:
        """List the criteria that apply to the case, in their order."""
        return self.asked(self.application)

    @staticmethod
    def asked(application: Application) -> list[Criterion]:
        """List the criteria that apply to an application, in their order."""
        asked = load_content(application.version).applicable(profile_of(application))
        return list(
            Criterion.objects.filter(version=application.version, key__in=asked)
            .select_related("scale", "section")
            .order_by("section__position", "position")
        )

    def answer(
        self, assessment: Assessment, *, by: User, lowered: int = 4, share: float = 1.0
    ) -> None:
        """Fill in a checklist: every ``lowered``-th criterion is one level below the top."""
        criteria = self.criteria()
        chosen = criteria[: round(len(criteria) * share)]
        save_answers(
            assessment=assessment,
            answers=[
                answer_to(criterion, lower=number % lowered == 0, words=WORDS[assessment.kind])
                for number, criterion in enumerate(chosen, start=1)
            ],
            by=by,
        )

    def fill(self, *, share: float = 1.0, lowered: int = 6) -> "Story":
        """Fill in the self-assessment and show some evidence."""
        own = self.application.assessments.get(kind=AssessmentKind.SELF)
        self.answer(own, by=self.applicant, lowered=lowered, share=share)
        statute = proof(self.criteria()[0])
        add_attachment(
            application=self.application,
            kind="statute",
            accepted=inspect_upload("Statut.pdf", *statute),
            by=self.applicant,
        )
        for criterion in self.criteria()[:3]:
            add_evidence(
                application=self.application,
                criterion=criterion,
                accepted=inspect_upload(f"{criterion.code} dokument.pdf", *proof(criterion)),
                by=self.applicant,
            )
        return self

    def submit(self) -> "Story":
        """Declare, sign and send."""
        keys = [declaration["key"] for declaration in self.edition.scheme.declarations]
        make_declarations(
            application=self.application,
            organisation=self.organisation,
            keys=keys,
            by=self.applicant,
        )
        assert not Partner.objects.filter(application=self.application).exists()  # noqa: S101
        api.submit_case(application=self.application, by=self.applicant)
        self.fresh()
        return self

    def step(self, node: str, who: str, operation: object, **arguments: object) -> object:
        """Take one step of the flow as one of the demo people."""
        person = self.people[who]
        task = api.task_for(self.fresh(), node, person)
        done = api.do_task(task, person, operation, **arguments)  # type: ignore[arg-type]
        self.fresh()
        return done

    def check(
        self, outcome: str = "accept", reasons: str = "", gaps: tuple[tuple[str, str], ...] = ()
    ) -> "Story":
        """Check formally."""
        self.step(
            "formal_check",
            "sekretariat",
            check_formally,
            application=self.application,
            outcome=outcome,
            reasons=reasons,
            gaps=gaps,
        )
        return self

    def assign(self, *experts: str) -> "Story":
        """Assign experts by their logins."""
        self.step(
            "assign_experts",
            "sekretariat",
            assign_experts,
            application=self.application,
            people=[self.people[login] for login in experts],
        )
        return self

    def assignment(self, login: str) -> Assignment:
        """Give one expert's assignment."""
        return Assignment.objects.get(application=self.application, person=self.people[login])

    def declare(self, *experts: str, answer: str = "clear", explanation: str = "") -> "Story":
        """Let experts declare."""
        for login in experts:
            self.step(
                "declare",
                login,
                declare_impartiality,
                assignment=self.assignment(login),
                answer=answer,
                explanation=explanation,
            )
        return self

    def score(self, login: str, *, lowered: int = 5, share: float = 1.0) -> "Story":
        """Let an expert fill in the score card and, when it is whole, send it."""
        assignment = self.assignment(login)
        assert assignment.status == AssignmentStatus.ACCEPTED  # noqa: S101
        self.answer(assignment.assessment, by=self.people[login], lowered=lowered, share=share)
        if share == 1.0:
            self.step(
                "score",
                login,
                send_score_card,
                assignment=assignment,
                summary="Dokumenty i rozmowy potwierdzają opis. Uwagi są przy kryteriach.",
            )
        return self

    def evaluated(self, *experts: str, lowered: int = 5, step: int = 1) -> "Story":
        """Go from the sent application to the committee's door; ``step`` sets experts apart."""
        self.check().assign(*experts).declare(*experts)
        for number, login in enumerate(experts):
            self.score(login, lowered=lowered + number * step)
        return self

    def on_agenda(self, number: str, starts_at: datetime) -> "Story":
        """Put the case on the agenda of a new meeting."""
        committee = Committee.objects.get(
            operator=self.edition.operator, scheme=self.edition.scheme
        )
        meeting = committee.meetings.filter(number=number).first() or call_meeting(
            committee=committee,
            number=number,
            starts_at=starts_at,
            place="sala 12",
            is_remote=True,
            by=self.people["sekretariat"],
        )
        self.item = add_to_agenda(
            meeting=meeting, application=self.application, by=self.people["sekretariat"]
        )
        return self

    def voted(self, *, for_it: bool = True, close: bool = True) -> "Story":
        """Hold the meeting, vote, let the chair record the recommendation and sign the minutes."""
        meeting = self.item.meeting
        chair = self.people["przewodniczaca"]
        seats = list(Seat.objects.filter(committee=meeting.committee).order_by("pk"))[:PRESENT]
        if meeting.status == "planned":
            open_meeting(meeting=meeting, by=chair)
            note_presence(meeting=meeting, seats_present=seats, by=self.people["sekretariat"])
        open_vote(item=self.item, by=chair)
        for seat in seats:
            cast_vote(
                item=self.item,
                seat=seat,
                choice="for" if for_it else "against",
                dissent="",
                by=seat.person,
            )
        self.step(
            "recommend",
            "przewodniczaca",
            record_recommendation,
            application=self.application,
            outcome="grant" if for_it else "refuse",
            reasons="Wynik ocen i dokumenty przedstawione komisji uzasadniają to stanowisko.",
        )
        if close:
            close_meeting(meeting=meeting, by=chair)
        return self

    def decided(self, *, granted: bool = True) -> "Story":
        """Let the authority decide; after a grant the certificate is issued here and now."""
        self.decision(granted=granted)
        return self.issued() if granted else self

    def decision(self, *, granted: bool = True) -> "Story":
        """Let the authority decide; the certificate job is left to the worker."""
        self.step(
            "decide",
            "organ",
            decide,
            application=self.application,
            granted=granted,
            reasons=(
                "Wnioskodawca spełnia wymagania standardu, co potwierdzają oceny ekspertów "
                "i rekomendacja komisji."
                if granted
                else "Wnioskodawca nie osiągnął progu punktowego, co potwierdzają oceny ekspertów "
                "i rekomendacja komisji."
            ),
        )
        return self

    def issued(self) -> "Story":
        """Run the certificate job in this process instead of waiting for the worker."""
        job = Task.objects.get(
            process__certificationprocess__application=self.application,
            flow_task_type="JOB",
            status=STATUS.SCHEDULED,
        )
        run_job(job.pk, job.external_task_id)
        assert self.fresh().status == ApplicationStatus.CERTIFIED  # noqa: S101
        return self

    def whole(self, *experts: str, number: str, day: date) -> "Story":
        """Go the whole way from the sent application to the certificate."""
        starts_at = timezone.make_aware(datetime.combine(day + timedelta(days=1), time(10)))
        return self.submit().evaluated(*experts).on_agenda(number, starts_at).voted().decided()


def answer_to(criterion: Criterion, *, lower: bool, words: str) -> dict[str, object]:
    """Make up an answer that a careful applicant, or an expert, could give to this criterion."""
    if criterion.scale.kind == "measured":
        return {"criterion": criterion, "measured": 15, "justification": words}
    top = criterion.scale.maximum
    value = top - 1 if lower and criterion.gate == "none" and top > 1 else top
    return {"criterion": criterion, "value": value, "justification": words}


def proof(criterion: Criterion) -> tuple[BytesIO, int]:
    """Draw a small document that stands for the evidence of a criterion."""
    letter = LetterContent(
        language="pl",
        sender=("Dane przykładowe",),
        title=f"Dokument do kryterium {criterion.code}",
        parts=(Paragraph(criterion.text_pl), Paragraph("Dokument wymyślony na potrzeby demo.")),
    )
    content = finish(draw_letter(letter))
    return BytesIO(content), len(content)
