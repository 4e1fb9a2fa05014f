"""One thing a page: the questions of an application in their order, for people on a phone.

Producers ask for the mark for one product or service; they are led from question to question, and
every section stays open to them as a list. Operations and autosave are those of the sections.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.lifecycle import ApplicationStatus

if TYPE_CHECKING:
    from certification.completeness import CaseContents
    from certification.models import Application
    from standards.models import Criterion

STEPS, CHECK, COMPLETE = "steps", "check", "complete"


def goes_step_by_step(application: "Application") -> bool:
    """Say whether the applicant is led from question to question."""
    per_offer: bool = application.edition.scheme.per_offer
    return per_offer


def question_address(application: "Application", criterion: "Criterion", *, way: str = "") -> str:
    """Give the page of one question; ``way`` says where saving leads from there."""
    page = reverse(
        "certification:question", kwargs={"number": application.number, "code": criterion.code}
    )
    return f"{page}?way={way}" if way else page


def way_back(application: "Application") -> str:
    """Give the way that leads from one question back to the list of what is missing."""
    return COMPLETE if application.status == ApplicationStatus.COMPLETION_CALLED else CHECK


@dataclass(frozen=True)
class Step:
    """One page of the way: where it is and whether it still lacks anything."""

    name: str
    url: str
    is_done: bool = True


@dataclass(frozen=True)
class Place:
    """Where a page stands on the way, and where its buttons lead."""

    number: int
    count: int
    back: str
    following: str
    leads_on: bool

    @classmethod
    def of(cls, name: str, contents: "CaseContents", way: str) -> Self:
        """Find a page by its name; coming from a list, one goes back to it at once."""
        steps = steps_of(contents)
        names = [step.name for step in steps]
        index = names.index(name)
        lists = {
            CHECK: reverse("workflows:submit", args=[contents.application.number]),
            COMPLETE: reverse("workflows:complete", args=[contents.application.number]),
        }
        if way in lists:
            return cls(index + 1, len(steps), lists[way], lists[way], leads_on=False)
        overview = reverse("certification:application", args=[contents.application.number])
        back = steps[index - 1].url if index else overview
        following = steps[index + 1].url if index + 1 < len(steps) else overview
        return cls(index + 1, len(steps), back, following, leads_on=True)

    @property
    def words(self) -> str:
        """Say how far one has come."""
        return _("step %(number)s of %(count)s") % {"number": self.number, "count": self.count}


def steps_of(contents: "CaseContents") -> list[Step]:
    """List the pages: the subject, each question that is asked, declarations, the check."""
    application = contents.application
    number = application.number
    steps = [Step("subject", f"{reverse('certification:subject', args=[number])}?way={STEPS}")]
    steps += [
        Step(
            f"question:{criterion.code}",
            question_address(application, criterion),
            not contents.gaps_of(criterion),
        )
        for section in contents.sections
        for criterion in contents.asked_in(section)
    ]
    asked = {one["key"] for one in application.edition.scheme.declarations}
    if asked:
        page = reverse("certification:declarations", args=[number])
        declared = not asked - contents.declared(application.applicant_id)
        steps.append(Step("declarations", f"{page}?way={STEPS}", declared))
    steps.append(Step(CHECK, reverse("workflows:submit", args=[number])))
    return steps


def next_step(steps: Sequence[Step]) -> tuple[int, Step]:
    """Give the first page that lacks something, with its number; when none does, the check."""
    for number, step in enumerate(steps, start=1):
        if not step.is_done:
            return number, step
    return len(steps), steps[-1]
