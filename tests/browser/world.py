"""The demo with a few cases more, and a name for every place in it that a page can be about."""

import time
from datetime import timedelta
from typing import Any
from unittest import mock

from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from certification.models import (
    Application,
    Assignment,
    CatalogueEntry,
    Certificate,
    Evidence,
    Meeting,
    Message,
    MisuseReport,
    Offer,
    Post,
    PostRole,
    Seat,
    User,
)
from certification.operations.applications import change_application
from certification.operations.certificates import annul, terminate
from certification.operations.meetings import note_presence, open_meeting, open_vote
from certification.operations.moving import move_to_version
from certification.operations.organisations import invite
from certification.operations.partners import add_partner
from certification.operations.public_log import log_standards
from certification.operations.votes import cast_vote
from certification.operations.watching import ask_to_watch
from documents.log.publishing import publish_checkpoint
from standards.consultations.links import confirming, forgetting
from standards.models import (
    Comment,
    CriterionQuestion,
    Edition,
    Interpretation,
    Operator,
    StandardVersion,
)
from standards.packages import shipped_packages
from tests.browser.drivers_loop import set_aside
from workflows import jobs, tasks
from workflows.demo import reconsiderations
from workflows.demo.cast import CENTRES, PRODUCERS, Entity
from workflows.demo.play import Play
from workflows.demo.stage import CURRENT, current, found
from workflows.demo.standards_move import MOVED_CALL
from workflows.demo.story import Story

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KEY_OF_A_DEVICE = "Klucz w telefonie"
LONG_NAME = (
    "Wielobranżowa Spółdzielnia Socjalna „Pracownia Przedsiębiorczości Społecznej "
    "Zagłębiowsko-Świętokrzyskiej” (dane przykładowe)"
)
Places = dict[str, Any]


def build() -> Places:
    """Play the demo, add what it leaves out, and name the places."""
    with mock.patch.object(jobs, "send"), set_aside():
        call_command("load_standard", *shipped_packages())
        call_command("load_demo")
        people = {user.email.split("@")[0]: user for user in User.objects.all()}
        log_standards()
        publish_checkpoint()
        places = places_of_demo() | more_cases(people) | more_people(people)
        places |= more_requests(people)
    return places | places_of_accounts(people) | places_of_strangers()


def places_of_strangers() -> Places:
    """Let a stranger watch the registry, and name the report that the demo holds."""
    watch = ask_to_watch(email="ktos@demo.example", language="pl", filters={}, certificate=None)
    report = MisuseReport.objects.order_by("pk")[0]
    return {"watch": watch.token, "report": report.number, "report_token": report.token}


def places_of_demo() -> Places:
    """Name what the demo shows: one case of every state, certificates, meetings."""
    places: Places = {}
    cases = Application.objects.select_related("edition__scheme").order_by("pk")
    printed = cases.filter(applicant__memberships__person__email__startswith="wnioskodawca")
    for case in (*printed, *cases):
        places.setdefault(f"{case.edition.scheme.code}_{case.status}", case.number)
    for certificate in Certificate.objects.select_related("scheme").order_by("pk"):
        places.setdefault(f"{certificate.scheme.code}_{certificate.status}", certificate.number)
    places["valid"] = Certificate.objects.get(holder__name=CENTRES[1].name).number
    places["expired"] = Certificate.objects.earliest("valid_until").number
    places["suspended"] = Certificate.objects.get(status="suspended").number
    places["withdrawn"] = Certificate.objects.get(status="withdrawn").number
    offers = {entry.offer.organisation.name: entry for entry in CatalogueEntry.objects.all()}
    places["offer_listed"] = offers[PRODUCERS[4].name].pk
    places["offer_of_withdrawn"] = offers[PRODUCERS[5].name].pk
    places["offer_own"] = offers[PRODUCERS[4].name].offer_id
    places["offer_bare"] = Offer.objects.get(organisation__name=PRODUCERS[2].name).pk
    places["mark_valid"] = Certificate.objects.get(holder__name=PRODUCERS[4].name).number
    for meeting in Meeting.objects.order_by("pk"):
        places.setdefault(f"meeting_{meeting.status}", meeting.pk)
        places.setdefault(f"item_{meeting.status}", meeting.agenda_items.earliest("pk").pk)
    draft = Application.objects.get(number=places["owes_draft"])
    places["organisation"] = draft.applicant_id
    places["membership"] = draft.applicant.memberships.earliest("pk").pk
    places["evidence"] = Evidence.objects.filter(application=draft).earliest("pk").pk
    places["message"] = (
        Message.objects.filter(recipient__email__startswith="ekspert1").earliest("pk").pk
    )
    places["producer"] = printed.get(number=places["znak_draft"]).applicant_id
    places["invited_expert"] = (
        Assignment.objects.filter(application__number=places["owes_evaluation"], status="invited")
        .earliest("pk")
        .pk
    )
    places["draft"] = StandardVersion.objects.get(status="draft").pk
    places |= places_of_consultations()
    places["published_version"] = StandardVersion.objects.get(
        scheme__code="owes", version="2026.1"
    ).pk
    places["old_draft"] = cases.get(status="draft", edition__code=MOVED_CALL).number
    places |= places_of_interpretations()
    places["new_call"] = CURRENT["owes"]
    places["new_call_of_mark"] = CURRENT["znak"]
    return places


def places_of_consultations() -> Places:
    """Name the draft that is open for comments, and its comments."""
    draft = StandardVersion.objects.get(status="in_consultation")
    comments = Comment.objects.filter(consultation__version=draft).order_by("pk")
    unconfirmed = comments.get(status="unconfirmed")
    return {
        "consulted_draft": draft.pk,
        "consulted_version": draft.version,
        "waits": comments.filter(status="waiting").earliest("pk").pk,
        "unanswered": comments.public().get(disposition=None).pk,
        "confirm_token": confirming(unconfirmed),
        "forget_token": forgetting(unconfirmed),
    }


def places_of_interpretations() -> Places:
    """Name the interpretations that the demo shows."""
    in_force = Interpretation.objects.filter(status="published")
    return {
        "ruling_draft": Interpretation.objects.get(status="draft").pk,
        "ruling": in_force.get(criterion_key="deputies").pk,
        "ruling_number": in_force.get(criterion_key="deputies").sequence,
        "ruling_ended_number": Interpretation.objects.get(status="superseded").sequence,
        "ruling_year": in_force.get(criterion_key="deputies").year,
        "later_version": StandardVersion.objects.get(scheme__code="owes", version="2026.2").pk,
        "question_asked": CriterionQuestion.objects.earliest("pk").pk,
    }


def more_cases(people: dict[str, User]) -> Places:
    """Take cases to the steps at which the demo leaves none."""
    told = iter(range(61, 80))

    def story(scheme: str, *, name: str = "") -> Story:
        base = next(told)
        entity = Entity(
            name or f"Fundacja Krok {base} (dane przykładowe)",
            "foundation",
            base,
            "Strzelce Krajeńskie",
            "14",
            "66-500",
        )
        organisation = found(entity, people[f"wnioskodawca.{scheme}"], timezone.localdate())
        edition = current(CURRENT[scheme])
        return Story(edition=edition, organisation=organisation, people=people)

    office = people["sekretariat"]
    consortium = story("owes", name=LONG_NAME).open().fill()
    change_application(
        application=consortium.application, is_partnership=True, by=consortium.applicant
    )
    partner = add_partner(
        application=consortium.application,
        organisation=story("owes").organisation,
        tasks="Doradztwo biznesowe w powiecie drugim.",
        by=consortium.applicant,
    )
    moved = story("owes")
    moved.edition = current(MOVED_CALL)
    # Begun before the call took its new version.
    moved.edition.version = StandardVersion.objects.get(scheme__code="owes", version="2026.1")
    moved.open().fill(lowered=2)
    move_to_version(
        application=moved.application,
        version=current(MOVED_CALL).version,
        by=moved.applicant,
    )
    accepted = story("owes").open().fill().submit().check()
    waiver = story("owes").open().fill().submit().check().assign("ekspert1", "ekspert3")
    waiver.declare(
        "ekspert1", answer="ask_waiver", explanation="W 2019 r. szkolenie dla wnioskodawcy."
    )
    voting = story("owes").open().fill().submit().evaluated("ekspert2", "ekspert3")
    voting.on_agenda("V1/2026", timezone.now() + timedelta(hours=1))
    chair = people["przewodniczaca"]
    meeting = voting.item.meeting
    seats = list(Seat.objects.filter(committee=meeting.committee).order_by("pk"))
    open_meeting(meeting=meeting, by=chair)
    note_presence(meeting=meeting, seats_present=seats[:5], by=office)
    open_vote(item=voting.item, by=chair)
    cast_vote(item=voting.item, seat=seats[1], choice="for", dissent="", by=seats[1].person)
    unsigned = story("owes").open().fill().submit().evaluated("ekspert1", "ekspert3")
    unsigned.on_agenda("V3/2026", timezone.now()).voted(close=False)
    failed = story("owes").open().fill().submit().evaluated("ekspert1", "ekspert4")
    failed.on_agenda("V2/2026", timezone.now()).voted().decision()
    job = Task.objects.get(
        process__certificationprocess__application=failed.application,
        flow_task_type="JOB",
        status=STATUS.SCHEDULED,
    )
    with mock.patch.object(type(job.flow_task), "prepare", side_effect=OSError("disk full")):
        assert tasks.run_job(job.pk, job.external_task_id) == "error"
    late = story("owes").open().fill(share=0.9).application
    past = Edition.objects.get(code="owes-demo-past")
    Application.objects.filter(pk=late.pk).update(edition=past)
    ended = {}
    for word, number in (("terminated", "T1/2026"), ("annulled", "T2/2026")):
        case = story("owes").open().fill()
        case.whole("ekspert1", "ekspert2", number=number, day=timezone.localdate())
        ended[word] = Certificate.objects.get(application=case.application)
    terminate(
        certificate=ended["terminated"],
        effective_on=timezone.localdate(),
        public_note="Na wniosek posiadacza.",
        reason="holder_asked",
        by=office,
    )
    annul(
        certificate=ended["annulled"],
        public_note="Wydano dla innego podmiotu niż oceniany.",
        reason="issued_in_error",
        by=office,
    )
    return {
        **{word: certificate.number for word, certificate in ended.items()},
        "late_draft": late.number,
        "moved_draft": moved.application.number,
        "consortium": consortium.application.number,
        "partner": partner.pk,
        "accepted": accepted.application.number,
        "waiver": waiver.application.number,
        "voting_case": voting.application.number,
        "meeting_voting": meeting.pk,
        "item_voting": voting.item.pk,
        "meeting_open": unsigned.item.meeting_id,
        "seat_absent": seats[5].pk,
        "seat_present": seats[2].pk,
        "failed": failed.application.number,
        "member_who_votes": seats[2].person.email.split("@")[0],
    }


def more_requests(people: dict[str, User]) -> Places:
    """Leave a refusal that can be contested, one that is too late, and a request to settle."""
    play = Play(
        editions={
            scheme: (current(code), current(f"{scheme}-demo-past"))
            for scheme, code in CURRENT.items()
        },
        people=people,
        today=timezone.localdate(),
    )
    told = iter(range(21, 30))

    def case(meeting: str, days: int) -> Story:
        base = next(told)
        name = f"Fundacja Drugie Czytanie {base} (dane przykładowe)"
        entity = Entity(name, "foundation", 70 + base, "Sejny", "20", "16-500")
        party = found(entity, people["wnioskodawca.owes"], timezone.localdate())
        return reconsiderations.refused(play, party, meeting, days=days)

    fresh, late, spoken = case("R1/2026", 1), case("R2/2026", 90), case("R3/2026", 3)
    reconsiderations.ask(spoken)
    reconsiderations.panel(spoken, spoken=reconsiderations.PANEL)
    contested = Application.objects.get(applicant__name=reconsiderations.WAITING.name)
    won = Application.objects.get(applicant__name=reconsiderations.WON.name)
    return {
        "contestable": fresh.application.number,
        "uncontested": late.application.number,
        "to_settle": spoken.application.number,
        "contested": contested.number,
        "won": won.number,
    }


def more_people(people: dict[str, User]) -> Places:
    """Bring in people to whom nothing has happened yet."""
    nobody = account("nikt", "Zofia Pusta")
    office = account("pusty.sekretariat", "Tomasz Cichy")
    beginner = account("pusty.ekspert", "Anna Nowa")
    operator = Operator.objects.create(
        code="pusty", name_pl="Pusty operator", name_en="Empty operator", is_national=True
    )
    since = timezone.localdate()
    Post.objects.create(person=office, operator=operator, role=PostRole.SECRETARIAT, since=since)
    Post.objects.create(person=beginner, operator=operator, role=PostRole.ASSESSOR, since=since)
    draft = Application.objects.filter(status="draft", edition__scheme__code="owes").earliest("pk")
    invitation = invite(
        organisation=draft.applicant,
        email="kolega@demo.example",
        role="edits",
        by=people["wnioskodawca.owes"],
    )
    return {"nobody": nobody.pk, "invitation": invitation.pk}


def account(login: str, name: str) -> User:
    """Make an account with a confirmed address."""
    user = User.objects.create_user(f"{login}@demo.example", "demo-hasło-1410", name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def places_of_accounts(people: dict[str, User]) -> Places:
    """Name the links that come by mail, and equip one person with every second factor."""
    guarded = account("dwa.skladniki", "Kamil Dwa")
    TOTP.activate(guarded, TOTP_SECRET)
    RecoveryCodes.activate(guarded)
    device = Authenticator.objects.create(
        user=guarded,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": KEY_OF_A_DEVICE, "credential": {}},
    )
    fresh = User.objects.create_user("nowa@demo.example", "demo-hasło-1410", name="Nowa Osoba")
    address = EmailAddress.objects.create(
        user=fresh, email=fresh.email, verified=False, primary=True
    )
    people["bez.hasla"] = without = account("bez.hasla", "Bez Hasła")
    without.set_unusable_password()
    without.save()
    return {
        "device": device.pk,
        "confirmation": EmailConfirmationHMAC(address).key,
        "reset_uid": user_pk_to_url_str(fresh),
        "reset_key": default_token_generator.make_token(fresh),
    }


def session_of(login: str) -> str:
    """Give the session key of somebody who has just given the password."""
    user = User.objects.get(email=f"{login}@demo.example")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return str(session.session_key)
