"""Questions about the evaluation: who may score, how many still have to, what they found."""

from certification.evaluation.experts import (
    Candidate,
    bars_of,
    candidates,
    conflict_hints,
    pool_of,
)
from certification.evaluation.result import (
    CriterionResult,
    EvaluationResult,
    ScoreCard,
    experts_still_needed,
    result_of,
    sent_cards,
)

__all__ = (
    "Candidate",
    "CriterionResult",
    "EvaluationResult",
    "ScoreCard",
    "bars_of",
    "candidates",
    "conflict_hints",
    "experts_still_needed",
    "pool_of",
    "result_of",
    "sent_cards",
)
