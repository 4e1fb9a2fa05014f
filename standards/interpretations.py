"""Which interpretations hold for a version, who wrote them, and how they are found."""

import hashlib
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from standards.folding import words_of
from standards.lifecycle import InterpretationStatus, ScopeState
from standards.models import Interpretation, InterpretationScope, Scheme, StandardVersion

# What of the history counts as writing; whoever did it can neither publish nor confirm.
WRITING = ("draft_interpretation", "change_interpretation")


def scopes_in_force() -> QuerySet[InterpretationScope]:
    """Give the places in which an interpretation in force holds."""
    return InterpretationScope.objects.filter(
        state=ScopeState.HOLDS, interpretation__status=InterpretationStatus.PUBLISHED
    )


def holding_in(version: StandardVersion) -> Mapping[str, tuple[Interpretation, ...]]:
    """Give the interpretations in force by the key of their criterion, with one query."""
    rows = scopes_in_force().filter(version=version).select_related("interpretation")
    found: dict[str, list[Interpretation]] = {}
    for row in rows.order_by("interpretation__published_at", "interpretation_id"):
        found.setdefault(row.criterion_key, []).append(row.interpretation)
    return {key: tuple(those) for key, those in found.items()}


def mark_of(holding: Mapping[str, Iterable[Interpretation]]) -> str:
    """Give a short mark of what holds, so that a document printed before is told apart."""
    names = sorted(f"{key} {one.number}" for key, those in holding.items() for one in those)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] if names else ""


def authors_of(interpretation: Interpretation) -> set[int]:
    """Give everybody who wrote a word of it."""
    acts = interpretation.history.filter(history_change_reason__in=WRITING)
    found = set(acts.values_list("history_user_id", flat=True))
    return {person for person in found if person is not None} | {interpretation.created_by_id}


def search(scheme: Scheme, *, q: str = "", criterion: str = "", ended: bool = False) -> QuerySet:
    """Find the public interpretations of a scheme, the newest first; every word has to occur."""
    found = Interpretation.objects.public().filter(scheme=scheme)
    if not ended:
        found = found.filter(status=InterpretationStatus.PUBLISHED)
    if criterion:
        found = found.filter(
            Q(criterion_key=criterion)
            | Q(scopes__criterion_key=criterion, scopes__state=ScopeState.HOLDS)
        ).distinct()
    for word in words_of(q):
        found = found.filter(search_text__contains=word)
    return found.order_by("-pk")
