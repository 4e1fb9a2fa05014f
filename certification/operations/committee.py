"""What all operations on an item of an agenda share: its lock, its chair and its quorum."""

from certification.errors.committee import OnlyTheChair, QuorumMissing, ReasonsTooShort
from certification.models import AgendaItem, User
from certification.seating import Seating


def locked_item(item: AgendaItem) -> AgendaItem:
    """Fetch one item with its meeting and case and hold it until the end of the transaction."""
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related(
        "meeting__committee", "application__edition__scheme", "application__version"
    )
    found: AgendaItem = rows.get(pk=item.pk)
    return found


def require_presiding(seating: Seating, by: User) -> None:
    """Raise unless the person is in the chair at this item."""
    if seating.presiding is None or seating.presiding.person_id != by.pk:
        raise OnlyTheChair(name=str(seating.presiding.person) if seating.presiding else "–")


def require_quorum(seating: Seating) -> None:
    """Raise unless more than the set part of the members who are not recused is present."""
    quorum = seating.quorum
    if not quorum.is_reached:
        raise QuorumMissing(present=quorum.present, needed=quorum.needed, entitled=quorum.entitled)


def require_reasons(reasons: str, *, least: int) -> None:
    """Raise unless the reasons have as many characters as others need to follow them."""
    if len(reasons.strip()) < least:
        raise ReasonsTooShort(least=least)
