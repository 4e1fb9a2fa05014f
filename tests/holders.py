"""Holders who move to a new version, as the tests of moving need them."""

from datetime import timedelta

from django.utils import timezone

from certification.models import (
    Certificate,
    Committee,
    PostRole,
)
from certification.operations.transitions import (
    record_tasks,
)
from certification.transitions import (
    holders_of,
    plan_of,
)
from standards.models import Criterion
from tests.factories.certification import (
    CertificateFactory,
    CommitteeFactory,
    MembershipFactory,
    PostFactory,
)
from tests.factories.interpretations import split

REASONS = "Dokumenty potwierdzają spełnienie nowych kryteriów."
TODAY = timezone.localdate


def tightened(draft):
    """Ask more by one criterion, ask another one as two, and one new only of partnerships."""
    row = Criterion.objects.get(version=draft, key="b02")
    row.gate, row.gate_value = "minimum", 2
    row.save()
    split("a02", "part-one", "part-two")(draft)
    row = Criterion.objects.get(version=draft, key="b01")
    row.pk, row._state.adding = None, True
    row.key, row.code, row.position = "partners", "B09", 99
    row.applies_when = {"equals": ["is_partnership", True]}
    row.save()


def holder(edition, **fields) -> Certificate:
    """Make a certificate in force with a team of one."""
    item = "decision__recommendation__item__"
    fields = {
        name.replace("application__", f"{item}application__"): value
        for name, value in fields.items()
    }
    place = {"operator": edition.operator, "scheme": edition.scheme}
    committee = Committee.objects.filter(**place).first() or CommitteeFactory(**place)
    made = CertificateFactory(
        **{f"{item}application__edition": edition, f"{item}meeting__committee": committee},
        **fields,
    )
    made.member = MembershipFactory(organisation=made.holder).person
    return made


def officer(edition, role=PostRole.SECRETARIAT):
    return PostFactory(operator=edition.operator, role=role).person


def authority(edition):
    return officer(edition, PostRole.AUTHORITY)


def day_after(version):
    """Give the day on which the time of a version is over."""
    return version.transition_until + timedelta(days=1)


def everything_done(certificate, version, by):
    keys = [one.key for one in plan_of(certificate, version).tasks]
    record_tasks(
        certificate=certificate, version=version, tasks=dict.fromkeys(keys, (True, "")), by=by
    )


def state_of(certificate, version):
    return holders_of(version, today=TODAY()).get(pk=certificate.pk).state


def kinds_of(certificate, version):
    plan = plan_of(certificate, version)
    return {gap.change.kind.value: [one.key for one in gap.tasks] for gap in plan.gaps}
