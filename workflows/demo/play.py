"""The demo cases themselves: one in every state that a stranger may want to see."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from certification.models import Certificate, Offer, Organisation, User
from certification.operations.certificates import suspend, withdraw
from certification.operations.organisations import register_offer
from certification.operations.reissuing import issue_revision
from certification.operations.reports import report_misuse, take_up
from certification.operations.scope import reduce_scope
from standards.models import Edition
from workflows import api
from workflows.demo.cast import CENTRES, PRODUCERS, Entity, Person
from workflows.demo.stage import found, make_account
from workflows.demo.story import Story, on_day

LONG_AGO = timedelta(days=1100)
# The printed demo accounts hold these organisations; invented people without a password the rest.
OF_THE_PRINTED_ACCOUNTS = frozenset({12, 14, 16, 21, 41, 43, 45})
ONE_EXPERT, TWO_EXPERTS = ("ekspert3",), ("ekspert1", "ekspert2")


class Play:
    """Tells every case of the demo, the oldest first."""

    def __init__(
        self, *, editions: dict[str, tuple[Edition, Edition]], people: dict[str, User], today: date
    ) -> None:
        self.editions, self.people, self.today = editions, people, today
        self.owner = {"owes": people["wnioskodawca.owes"], "znak": people["wnioskodawca.znak"]}

    def edition(self, scheme: str) -> Edition:
        """Give the call that is open on the day of the tale."""
        now, before = self.editions[scheme]
        return now if timezone.localdate() >= now.opens_on else before

    def signatory(self, entity: Entity, scheme: str) -> User:
        """Give the person who signs for an organisation of the demo."""
        if entity.base in OF_THE_PRINTED_ACCOUNTS:
            return self.owner[scheme]
        return make_account(Person(f"osoba{entity.base}", f"Osoba {entity.base} (demo)"), None)

    def organisation(self, entity: Entity, scheme: str) -> Organisation:
        """Enter an organisation of the demo."""
        return found(entity, self.signatory(entity, scheme), self.today - LONG_AGO)

    def centre(self, number: int) -> Story:
        """Begin the case of a support centre."""
        return Story(
            edition=self.edition("owes"),
            organisation=self.organisation(CENTRES[number], "owes"),
            people=self.people,
        ).open()

    def offer(self, number: int) -> Story:
        """Begin the case of a product or a service."""
        entity = PRODUCERS[number]
        organisation = self.organisation(entity, "znak")
        offer = Offer.objects.filter(organisation=organisation).first() or register_offer(
            organisation=organisation,
            kind=entity.offer_kind,
            name=entity.offer,
            description="Powstaje w małych seriach, z pracy osób wracających na rynek pracy.",
            by=self.signatory(entity, "znak"),
        )
        return Story(
            edition=self.edition("znak"), organisation=organisation, people=self.people
        ).open(offer=offer)

    def meeting_day(self, days: int) -> datetime:
        """Give ten o'clock on a day counted from today."""
        return timezone.make_aware(datetime.combine(self.today + timedelta(days=days), time(10)))

    def certificates_of_the_past(self) -> None:
        """Issue certificates that have expired, will be changed, or are valid still."""
        tales: list[tuple[int, Callable[[int], Story], int, str, tuple[str, ...]]] = [
            (900, self.centre, 0, "1/2024", TWO_EXPERTS),
            (500, self.offer, 3, "Z1/2025", ONE_EXPERT),
            (300, self.centre, 1, "1/2026", TWO_EXPERTS),
            (200, self.centre, 2, "2/2026", TWO_EXPERTS),
            (150, self.offer, 4, "Z1/2026", ONE_EXPERT),
            (90, self.offer, 5, "Z2/2026", ONE_EXPERT),
            (60, self.offer, 6, "Z5/2026", ONE_EXPERT),
            (45, self.offer, 7, "Z6/2026", ONE_EXPERT),
        ]
        for days, begin, number, meeting, experts in tales:
            day = self.today - timedelta(days=days)
            with on_day(day):
                begin(number).fill().whole(*experts, number=meeting, day=day)

    def narrowed_scope(self) -> None:
        """Reduce the scope of an accreditation, whose certificate is issued anew."""
        day = self.today - timedelta(days=30)
        with on_day(day):
            narrowed = Certificate.objects.get(holder__name=CENTRES[1].name)
            reduce_scope(
                certificate=narrowed,
                remaining=("powiat pierwszy", "powiat drugi"),
                effective_on=day,
                public_note="Ośrodek zakończył działania w powiecie trzecim.",
                reason="part_given_up",
                by=self.people["sekretariat"],
            )
            issue_revision(pk=narrowed.pk)

    def withdrawn_and_suspended(self) -> None:
        """Withdraw one certificate on its day; suspend one, which is written down days later."""
        office = self.people["sekretariat"]
        day = self.today - timedelta(days=10)
        with on_day(day):
            withdraw(
                certificate=Certificate.objects.get(holder__name=PRODUCERS[5].name),
                effective_on=day,
                public_note="Użycie znaku niezgodne z zasadami mimo wezwania.",
                reason="misuse",
                by=office,
            )
        suspend(
            certificate=Certificate.objects.get(holder__name=CENTRES[2].name),
            effective_on=self.today - timedelta(days=3),
            public_note="Brak sprawozdania rocznego w terminie.",
            reason="report_missing",
            by=office,
        )
        self.report_of_misuse()

    def report_of_misuse(self) -> None:
        """Report that a withdrawn certificate is still shown; the secretariat takes it up."""
        certificate = Certificate.objects.filter(status="withdrawn").order_by("pk").first()
        if certificate is None:
            return
        report = report_misuse(
            number=certificate.number,
            kind="ended",
            description="Na drzwiach biura wisi certyfikat, który cofnięto (dane przykładowe).",
            place="biuro przy rynku",
            email="",
            language="pl",
        )
        take_up(report=report, by=self.people["sekretariat"])

    def running_cases(self) -> None:
        """Leave one case at every step, so that each role finds something to do."""
        self.centre(3).fill(share=0.4)
        self.centre(4).fill().submit()
        called = self.centre(5).fill().submit()
        called.check(
            "call",
            gaps=(
                ("area-reachable", "Dołącz wykaz powiatów z godzinami dyżurów."),
                ("", "Popraw adres."),
            ),
        )
        self.centre(6).fill().submit().check().assign(*TWO_EXPERTS).declare("ekspert1").score(
            "ekspert1", share=0.5
        )
        self.centre(7).fill().submit().evaluated(*TWO_EXPERTS).on_agenda(
            "3/2026", self.meeting_day(5)
        )
        self.centre(8).fill().submit().evaluated(*TWO_EXPERTS).on_agenda(
            "D1/2026", self.meeting_day(-1)
        ).voted()
        self.offer(0).fill(share=0.6)
        self.offer(1).fill().submit()
        self.offer(2).fill().submit().evaluated("ekspert4").on_agenda(
            "Z3/2026", self.meeting_day(4)
        )

    def closed_cases(self) -> None:
        """End one case in a refusal and one at the applicant's wish."""
        self.centre(9).fill(lowered=2).submit().evaluated(
            *TWO_EXPERTS, lowered=1, step=0
        ).on_agenda("D2/2026", self.meeting_day(-2)).voted(for_it=False).decided(granted=False)
        withdrawn = self.offer(3).fill().submit()
        api.withdraw_case(
            application=withdrawn.application,
            reasons="Zmieniamy skład produktu i złożymy nowy wniosek.",
            by=withdrawn.applicant,
        )
