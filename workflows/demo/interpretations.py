"""Invented interpretations of the standard of centres: in force, replaced, waiting, in draft.

One manager writes, another one publishes; questions of an applicant and of an expert wait.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from certification.models import Application, User
from certification.operations.interpretations import ask, note_use, tell_of_interpretation
from standards.models import Criterion, Interpretation, StandardVersion
from standards.operations.interpretations import (
    confirm_interpretation,
    draft_interpretation,
    publish_interpretation,
)
from workflows.demo.story import on_day

FIRST, CORRECTED = "2026.1", "2026.1.1"
LONG_BEFORE, BEFORE, LATELY = timedelta(days=120), timedelta(days=60), timedelta(days=2)
COMPLAINTS_BEFORE = {
    "question_pl": "Czy skarga złożona telefonicznie liczy się jak pisemna?",
    "question_en": "Does a complaint made by telephone count like a written one?",
    "ruling_pl": "Nie, liczy się od dnia, w którym ktoś ją zapisał.",
    "ruling_en": "No, it counts from the day on which somebody wrote it down.",
    "reasons_pl": "Bez zapisu nie da się sprawdzić terminu odpowiedzi (dane przykładowe).",
    "reasons_en": "Without a note the time of the answer cannot be checked (sample data).",
}
COMPLAINTS = {
    **COMPLAINTS_BEFORE,
    "ruling_pl": "Tak. Kto odbiera telefon, zapisuje skargę tego samego dnia.",
    "ruling_en": "Yes. Whoever answers the telephone writes the complaint down the same day.",
    "reasons_pl": "Skarga nie może zależeć od tego, czy klient umie lub może pisać "
    "(dane przykładowe).",
    "reasons_en": "A complaint cannot depend on whether a client can write (sample data).",
}
DEPUTIES = {
    "question_pl": "Czy osobę zastępującą można wskazać w regulaminie zamiast w umowie?",
    "question_en": "May a deputy be named in the rules instead of in a contract?",
    "ruling_pl": "Tak, jeśli regulamin wymienia usługę i stanowisko, a osoba o tym wie.",
    "ruling_en": "Yes, if the rules name the service and the post, and the person knows of it.",
    "reasons_pl": "Kryterium pyta, czy usługa nie ustaje, a nie o rodzaj dokumentu "
    "(dane przykładowe).",
    "reasons_en": "The criterion asks whether the service goes on, not for a kind of document "
    "(sample data).",
}
ANSWERS = {
    "question_pl": "Od kiedy liczy się pięć dni na odpowiedź?",
    "question_en": "From when do the five days for an answer count?",
    "ruling_pl": "Od dnia roboczego po dniu, w którym pytanie dotarło.",
    "ruling_en": "From the working day after the day on which the question arrived.",
    "reasons_pl": "Tak liczy się pozostałe terminy w standardzie (dane przykładowe).",
    "reasons_en": "The other time limits of the standard count so (sample data).",
}


def play_interpretations(*, people: Mapping[str, User], today: date) -> None:
    """Write, publish, replace, confirm and apply interpretations; leave some work to do."""
    version = StandardVersion.objects.get(scheme__code="owes", version=FIRST)
    first = _publish(version, "complaints", COMPLAINTS_BEFORE, people, today - LONG_BEFORE)
    deputies = _publish(version, "deputies", DEPUTIES, people, today - BEFORE)
    second = _publish(version, "complaints", COMPLAINTS, people, today - LATELY, replaces=first)
    corrected = StandardVersion.objects.get(scheme__code="owes", version=CORRECTED)
    confirm_interpretation(
        interpretation=second,
        version=corrected,
        criterion_keys=["complaints"],
        by=people["standardy2"],
    )
    _draft(version, "answer-in-five-days", ANSWERS, people)
    cases = Application.objects.filter(version=version).exclude(status="draft").order_by("pk")
    for application in cases[:3]:
        note_use(interpretation=deputies, application=application, by=people["sekretariat"])
    note_use(interpretation=second, application=cases[0], by=people["sekretariat"])
    for login, key, text in (
        (
            "wnioskodawca.owes",
            "client-data",
            "Czy lista osób uprawnionych do danych musi być podpisana?",
        ),
        (
            "ekspert1",
            "public-procurement",
            "Czy doradztwo przy jednym przetargu w roku wystarczy na najwyższy poziom?",
        ),
    ):
        criterion = Criterion.objects.select_related("version__scheme").get(
            version=version, key=key
        )
        ask(criterion=criterion, text=text, by=people[login])


def _draft(
    version: StandardVersion,
    key: str,
    texts: Mapping[str, str],
    people: Mapping[str, User],
    *,
    replaces: Interpretation | None = None,
) -> Interpretation:
    return draft_interpretation(
        scheme=version.scheme,
        criterion_key=key,
        versions=[version],
        texts=texts,
        replaces=replaces,
        by=people["standardy"],
    )


def _publish(
    version: StandardVersion,
    key: str,
    texts: Mapping[str, str],
    people: Mapping[str, User],
    day: date,
    *,
    replaces: Interpretation | None = None,
) -> Interpretation:
    with on_day(day):
        draft = _draft(version, key, texts, people, replaces=replaces)
        published = publish_interpretation(
            interpretation=draft, seen=draft.revision, by=people["standardy2"]
        )
        tell_of_interpretation(interpretation=published)
    return published
