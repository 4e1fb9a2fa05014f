"""Schemes, operators, versions of standards with their criteria, and calls."""

from standards.models.edition import Edition, Median
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
    "Criterion",
    "DecisionRule",
    "Edition",
    "Median",
    "Operator",
    "Scale",
    "ScaleLevel",
    "Scheme",
    "SchemeKind",
    "Section",
    "StandardVersion",
)
