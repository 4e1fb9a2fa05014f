"""Invented later versions of the standard of centres, so that comparing and moving have a subject.

They are made by code out of the shipped 2026.1: a correction that bound at once, and a large change
that binds since some days, while holders still have months to move to it.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from certification.models import User
from standards.models import StandardVersion
from standards.operations.loading import load_package
from standards.operations.versions import publish
from standards.packages.reading import read_package
from standards.packages.source import PackageSource
from standards.packages.writing import export_package
from workflows.demo.consultations import play_settled_round
from workflows.demo.story import on_day

FIRST, CORRECTED, LATER = "2026.1", "2026.1.1", "2026.2"
CORRECTED_BEFORE, LATER_BEFORE = timedelta(days=110), timedelta(days=100)
NOTICE, TRANSITION = timedelta(days=90), timedelta(days=270)
CONSULTED = timedelta(days=90)
CORRECTED_TRANSITION = timedelta(days=30)
Data = dict[str, Any]


def play_versions(*, people: Mapping[str, User], today: date) -> tuple[StandardVersion, ...]:
    """Publish the correction and the large change, each by a second person."""
    first = StandardVersion.objects.get(scheme__code="owes", version=FIRST)
    day = today - CORRECTED_BEFORE
    corrected = _publish(
        first,
        version=CORRECTED,
        change_class="typo",
        change_note=_both("Poprawione przecinki i jedno zdanie.", "Commas and a sentence mended."),
        edit=correct,
        on=day,
        binding_on=day,
        transition_until=day + CORRECTED_TRANSITION,
        people=people,
    )
    day = today - LATER_BEFORE
    later = _publish(
        corrected,
        version=LATER,
        change_class="major",
        change_note=_both(
            "Krótszy termin odpowiedzi, osobne pytania o zastępstwa i doradców, jedno o opinie "
            "klientów, nowe o usługi zdalne (dane przykładowe).",
            "A shorter time to answer, deputies and advisers asked apart, one question about what "
            "clients say, a new one about remote services (sample data).",
        ),
        edit=change,
        consulted=True,
        on=day,
        binding_on=day + NOTICE,
        transition_until=day + TRANSITION,
        people=people,
    )
    return corrected, later


def _publish(
    before: StandardVersion,
    *,
    edit: Callable[[Data], None],
    on: date,
    people: Mapping[str, User],
    consulted: bool = False,
    **said: Any,
) -> StandardVersion:
    data = read_package(str(before), export_package(before)).data
    data.pop("editions", None)
    data.pop("operators", None)
    days = {name: day.isoformat() for name, day in said.items() if isinstance(day, date)}
    data["standard"] = {
        "title": data["standard"]["title"],
        "follows": before.version,
        **said,
        **days,
    }
    for criterion in _criteria(data):
        criterion.pop("replaces", None)
    edit(data)
    source = PackageSource(f"owes-{said['version']}", data)
    with on_day(on - CONSULTED if consulted else on):
        draft = load_package(source=source, by=people["standardy"])
    if consulted:
        play_settled_round(draft, people=people, opened_on=on - CONSULTED)
    with on_day(on):
        return publish(version=StandardVersion.objects.get(pk=draft.pk), by=people["organ"])


def correct(data: Data) -> None:
    """Mend commas and a sentence; nothing else is asked."""
    criteria = {one["key"]: one for one in _criteria(data)}
    criteria["client-satisfaction"]["text"] = _both(
        "Satysfakcja klientów jest badana co najmniej dwa razy w roku, a wyniki są ogłaszane.",
        "Client satisfaction is surveyed at least twice a year and the results are published.",
    )
    criteria["animation-plan"]["text"] = _both(
        "Plan animacji wskazuje gminy, cele, terminy oraz osoby odpowiedzialne.",
        "The animation plan names the communes, goals, dates and people.",
    )
    criteria["crisis-signals"]["text"] = _both(
        "Ustalono sygnały kryzysu w podmiocie – i sposób szybkiej pomocy.",
        "Crisis signals, and a quick-help routine, are set.",
    )


def change(data: Data) -> None:
    """Reword, tighten, relax, split, merge, move, add and drop."""
    sections = {section["key"]: section["criteria"] for section in data["sections"]}
    criteria = {one["key"]: one for one in _criteria(data)}
    criteria["complaints"]["guidance"] = _both(
        "Skargę rozpatruje osoba, która nie prowadziła sprawy klienta i nie podlega temu, "
        "kto ją prowadził.",
        "A complaint is settled by someone who did not handle the client's case and does not "
        "report to whoever did.",
    )
    criteria["answer-in-five-days"]["text"] = _both(
        "Na pytanie prawne lub księgowe klient dostaje pierwszą odpowiedź najpóźniej po trzech "
        "dniach roboczych.",
        "A legal or accounting question gets a first answer within three working days.",
    )
    criteria["client-data"] |= {"gate": "minimum", "gate_value": 1}
    criteria["public-procurement"]["not_applicable_allowed"] = True
    deputies = criteria["deputies"]
    _put(sections["staff"], "deputies", *_split(deputies))
    _put(sections["effectiveness"], "client-satisfaction", _merged(criteria["lessons-applied"]))
    _put(sections["effectiveness"], "lessons-applied")
    _put(sections["ethics"], "honest-risk")
    _put(sections["effectiveness"], "reports-on-time")
    sections["finance"].append(criteria["reports-on-time"])
    _put(
        sections["support"],
        "public-procurement",
        criteria["public-procurement"],
        _added(criteria["crisis-signals"]),
    )
    for section in data["sections"]:
        for number, one in enumerate(section["criteria"], start=1):
            one["code"] = f"{section['code']}{number:02d}"


def _split(deputies: Data) -> tuple[Data, Data]:
    shared = {**deputies, "weight": 1, "replaces": ["deputies"]}
    return (
        {
            **shared,
            "key": "deputies-named",
            "text": _both(
                "Dla każdej usługi wskazano osobę, która zastępuje nieobecnego pracownika.",
                "For each service somebody is named who stands in for an absent person.",
            ),
        },
        {
            **shared,
            "key": "outside-advisers",
            "text": _both(
                "Doradcy zewnętrzni są dobierani według zapisanych zasad.",
                "Outside advisers are chosen by written rules.",
            ),
        },
    )


def _merged(like: Data) -> Data:
    return {
        **like,
        "key": "feedback-used",
        "weight": 2,
        "replaces": ["client-satisfaction", "lessons-applied"],
        "text": _both(
            "Opinie i skargi klientów są zbierane co najmniej dwa razy w roku, ogłaszane "
            "i prowadzą do zapisanych zmian w usługach.",
            "What clients say and complain of is gathered at least twice a year, published, and "
            "leads to recorded changes of the services.",
        ),
    }


def _added(like: Data) -> Data:
    plain = {name: like[name] for name in ("checked_by", "scale")}
    return {
        "key": "remote-services",
        "code": "F00",
        "text": _both(
            "Z doradztwa można skorzystać także zdalnie, w sposób dostępny dla osób "
            "ze szczególnymi potrzebami.",
            "Advice can also be had remotely, in a way that people with special needs can use.",
        ),
        "evidence": _both("opis usługi, rejestr porad zdalnych", "description, remote advice log"),
        **plain,
        "weight": 1,
    }


def _put(criteria: list[Data], key: str, *instead: Data) -> None:
    """Put other criteria, or none, in the place of one."""
    place = next(number for number, one in enumerate(criteria) if one["key"] == key)
    criteria[place : place + 1] = instead


def _criteria(data: Data) -> list[Data]:
    return [one for section in data["sections"] for one in section["criteria"]]


def _both(polish: str, english: str) -> Data:
    return {"pl": polish, "en": english}
