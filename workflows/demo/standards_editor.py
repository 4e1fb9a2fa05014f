"""An invented draft in work, so that the editor has something to show: half done, with errors.

One manager began it from the last version and reworded a criterion; a second one can publish it
once the check is clean.
"""

from collections.abc import Mapping

from certification.models import User
from standards.drafts import Values, mark_of, values_of
from standards.models import Criterion, StandardVersion
from standards.operations.draft_content import change_criterion
from standards.operations.drafting import begin_draft, change_facts


def play_draft(*, people: Mapping[str, User]) -> StandardVersion:
    """Begin the next version of the standard of centres and leave it in the middle."""
    manager = people["standardy"]
    published = StandardVersion.objects.published().filter(scheme__code="owes")
    last = published.filter(successors__isnull=True).latest("version")
    draft = begin_draft(predecessor=last, change_class="minor", by=manager)
    change_facts(
        draft=draft,
        seen=mark_of(values_of(draft)),
        by=manager,
        change_note_pl="Jaśniejszy opis odpowiedzi na skargi, nowa bramka (dane przykładowe).",
        change_note_en="A clearer text on complaints, a new gate (sample data).",
    )
    change(
        draft,
        "complaints",
        by=manager,
        why="Pytania centrów po naborze",
        guidance_pl="Opisz, kto przyjmuje skargę, w ile dni odpowiada i jak klient się o tym "
        "dowiaduje.",
        guidance_en="Say who takes a complaint, within how many days it is answered and how the "
        "client learns of it.",
        example_pl="Skargę przyjmuje kierowniczka biura. Odpowiedź wysyłamy w 14 dni.",
        example_en="",
    )
    change(
        draft,
        "public-procurement",
        by=manager,
        why="Wniosek rady programowej",
        gate="minimum",
        gate_value=1,
        guidance_pl="",
        guidance_en="",
    )
    return draft


def change(draft: StandardVersion, key: str, *, by: User, why: str, **fields: object) -> None:
    """Change one criterion of a draft of the demo."""
    row = Criterion.objects.select_related("version").get(version=draft, key=key)
    values: Values = values_of(row)
    change_criterion(criterion=row, seen=mark_of(values), by=by, why=why, **fields)
