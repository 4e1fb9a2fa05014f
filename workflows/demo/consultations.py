"""Invented consultations: one that is settled, with its table, and one that is open now."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from certification.models import User
from standards.drafts import mark_of, values_of
from standards.models import Comment, Consultation, StandardVersion
from standards.operations.comments import (
    accept_comment,
    answer_comments,
    confirm_comment,
    refuse_comment,
    send_comment,
)
from standards.operations.consultations import (
    close_consultation,
    open_consultation,
    publish_table,
    record_resolution,
)
from standards.operations.drafting import begin_draft, change_facts
from workflows.demo.standards_editor import change
from workflows.demo.story import on_day

CLEARER = {
    "product-card": {
        "example_pl": "Mydło owsiane, 100 g: oliwa, płatki owsiane z Podlasia (5%), bez barwników.",
        "example_en": "Oat soap, 100 g: olive oil, oats from Podlasie (5%), no colouring.",
    },
    "no-liquidation": {
        "guidance_pl": "Liczy się dzień złożenia wniosku. Układ ratalny, którego podmiot "
        "dotrzymuje, nie jest zaległością.",
        "guidance_en": "The day of the application counts. Instalments that are kept to are no "
        "arrears.",
    },
    "rights-to-offer": {
        "guidance_pl": "Prawo daje umowa, licencja albo własne autorstwo. Zdjęcia z banku zdjęć "
        "wymagają licencji.",
        "guidance_en": "A contract, a licence or own authorship gives the right. Stock photographs "
        "need a licence.",
    },
}
LASTS = timedelta(days=59)
SINCE = timedelta(days=20)


def play_settled_round(
    draft: StandardVersion, *, people: Mapping[str, User], opened_on: date
) -> Consultation:
    """Ask about the large change of the standard of centres, answer, resolve and publish it."""
    office, council = people["standardy"], people["standardy2"]
    with on_day(opened_on):
        consultation = open_consultation(
            version=draft,
            closes_on=opened_on + LASTS,
            invitation_pl="Czy trzy dni na pierwszą odpowiedź to realny termin? Czego brakuje "
            "w opisie usług zdalnych? (dane przykładowe)",
            invitation_en="Are three days for a first answer realistic? What is missing in the "
            "text on remote services? (sample data)",
            by=office,
        )
    with on_day(opened_on + timedelta(days=12)):
        short = [
            _public(
                consultation,
                by=office,
                about=("criterion", "answer-in-five-days"),
                kind="change",
                text=text,
                proposal=proposal,
                email=email,
                organisation=organisation,
            )
            for text, proposal, email, organisation in (
                (
                    "Trzy dni to za mało dla małych centrów, gdy księgowa pracuje na pół etatu.",
                    "Pierwsza odpowiedź najpóźniej po pięciu dniach roboczych.",
                    "centrum.a@demo.example",
                    "Fundacja Kładka (dane przykładowe)",
                ),
                (
                    "Proponujemy zostać przy pięciu dniach.",
                    "",
                    "centrum.b@demo.example",
                    "Stowarzyszenie Warta (dane przykładowe)",
                ),
            )
        ]
        remote = _public(
            consultation,
            by=office,
            about=("criterion", "remote-services"),
            kind="support",
            text="Dobrze, że doradztwo zdalne wreszcie jest opisane.",
            email="czytelniczka@demo.example",
            name="Anna Przykładowa",
        )
        whole = _public(
            consultation,
            by=office,
            about=("whole", ""),
            kind="question",
            text="Od kiedy nowa wersja obowiązuje centra, które mają już akredytację?",
            email="centrum.c@demo.example",
        )
    with on_day(opened_on + timedelta(days=70)):
        close_consultation(consultation=consultation, by=office)
        for comments, said in (
            (
                short,
                {
                    "outcome": "partly",
                    "why_pl": "Zostają trzy dni, ale pierwszą odpowiedzią może być ustalenie "
                    "terminu pełnej porady.",
                    "why_en": "Three days stay, but a first answer may set the day of the full "
                    "advice.",
                    "criterion_key": "answer-in-five-days",
                },
            ),
            (
                [remote],
                {
                    "outcome": "accepted",
                    "why_pl": "Dziękujemy, kryterium zostaje w tym brzmieniu.",
                    "why_en": "",
                    "criterion_key": "remote-services",
                },
            ),
            (
                [whole],
                {
                    "outcome": "noted",
                    "why_pl": "Posiadacze akredytacji mają dziewięć miesięcy na przejście.",
                    "why_en": "Holders have nine months to move to it.",
                },
            ),
        ):
            answer_comments(consultation=consultation, comments=comments, by=council, **said)
        publish_table(consultation=consultation, by=office)
        votes = {"votes_for": 9, "votes_against": 1, "abstained": 2}
        for keys, number in ((["answer-in-five-days"], "3/2026"), ([], "4/2026")):
            record_resolution(
                consultation=consultation,
                body="Rada programowa (dane przykładowe)",
                number=number,
                resolved_on=opened_on + timedelta(days=68),
                result="changed" if keys else "adopted",
                minutes_url="https://rada.demo.example/protokoly/2026-3",
                criterion_keys=keys,
                by=office,
                **votes,
            )
    return consultation


def play_open_round(*, people: Mapping[str, User], today: date) -> Consultation:
    """Open a draft of the standard of the mark for comments, with a comment in every state."""
    office = people["standardy"]
    last = StandardVersion.objects.published().filter(scheme__code="znak").latest("version")
    with on_day(today - SINCE):
        draft = begin_draft(predecessor=last, change_class="clarification", by=office)
        change_facts(
            draft=draft,
            seen=mark_of(values_of(draft)),
            by=office,
            change_note_pl="Jaśniejsze pytania o skład i pochodzenie (dane przykładowe).",
            change_note_en="Clearer questions on contents and origin (sample data).",
        )
        for key, fields in CLEARER.items():
            change(draft, key, by=office, why="Pytania wytwórców", **fields)
        consultation = open_consultation(
            version=draft,
            closes_on=today - SINCE + LASTS,
            invitation_pl="Czy pytania są zrozumiałe dla małych wytwórców?",
            invitation_en="Do small producers understand the questions?",
            by=office,
        )
    first, second, *_more = consultation.content["sections"][0]["criteria"]
    on_first = {"about": ("criterion", first["key"])}
    with on_day(today - timedelta(days=6)):
        _public(
            consultation,
            by=office,
            **on_first,
            kind="error",
            text="W pytaniu brakuje słowa „co najmniej”.",
            email="wytworca.a@demo.example",
            name="Jan Przykładowy",
        )
        answered = _public(
            consultation,
            by=office,
            about=("criterion", second["key"]),
            kind="question",
            text="Czy wystarczy zdjęcie etykiety?",
            email="wytworca.b@demo.example",
        )
        answer_comments(
            consultation=consultation,
            comments=[answered],
            outcome="noted",
            why_pl="Tak, zdjęcie wystarczy.",
            why_en="Yes, a photo is enough.",
            by=office,
        )
        refused = _waiting(
            consultation,
            about=("whole", ""),
            kind="support",
            text="Kup nasze etykiety, najtaniej w kraju!",
            email="reklama@demo.example",
        )
        refuse_comment(comment=refused, reason="To reklama, nie uwaga do standardu.", by=office)
    for text in ("Pytanie jest za długie.", "Skróćcie to pytanie, na telefonie się nie mieści."):
        _waiting(consultation, **on_first, kind="change", text=text, by=people["wnioskodawca.znak"])
    _send(
        consultation,
        about=("whole", ""),
        kind="support",
        text="Popieram cały projekt.",
        email="niepotwierdzony@demo.example",
    )
    return consultation


def _send(consultation: Consultation, *, about: tuple[str, str], **said: Any) -> Comment:
    by = said.pop("by", None)
    return send_comment(
        consultation=consultation,
        place=about[0],
        place_key=about[1],
        sent_key=uuid4(),
        language="pl",
        by=by,
        **said,
    )


def _waiting(consultation: Consultation, **said: Any) -> Comment:
    comment = _send(consultation, **said)
    confirm_comment(comment=comment)
    return comment


def _public(consultation: Consultation, *, by: User, **said: Any) -> Comment:
    return accept_comment(comment=_waiting(consultation, **said), by=by)
