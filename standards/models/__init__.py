"""Schemes, operators, versions of standards, their interpretations, and calls."""

from standards.models.consultation import (
    Comment,
    CommentKind,
    CommentPlace,
    Consultation,
    Disposition,
    Outcome,
    Resolution,
    ResolutionResult,
)
from standards.models.edition import Edition, Median, Rebinding
from standards.models.interpretation import (
    CriterionQuestion,
    Interpretation,
    InterpretationScope,
)
from standards.models.scheme import Operator, Scheme, SchemeKind
from standards.models.standard import (
    Criterion,
    DecisionRule,
    Scale,
    ScaleLevel,
    Section,
    StandardVersion,
)

__all__ = (
    "Comment",
    "CommentKind",
    "CommentPlace",
    "Consultation",
    "Criterion",
    "CriterionQuestion",
    "DecisionRule",
    "Disposition",
    "Edition",
    "Interpretation",
    "InterpretationScope",
    "Median",
    "Operator",
    "Outcome",
    "Rebinding",
    "Resolution",
    "ResolutionResult",
    "Scale",
    "ScaleLevel",
    "Scheme",
    "SchemeKind",
    "Section",
    "StandardVersion",
)
