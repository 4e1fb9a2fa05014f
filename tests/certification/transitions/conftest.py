"""A scheme whose new version holders move to."""

from datetime import timedelta

import pytest

from tests.factories.interpretations import successor
from tests.factories.standards import (
    EditionFactory,
    OperatorFactory,
    SchemeFactory,
    make_standard,
)
from tests.holders import TODAY, tightened


@pytest.fixture
def scheme():
    return SchemeFactory(code="owes")


@pytest.fixture
def edition(scheme):
    return EditionFactory(
        scheme=scheme,
        version=make_standard(4, 2, scheme=scheme),
        operator=OperatorFactory(is_national=True),
    )


@pytest.fixture
def later(edition):
    return successor(
        edition.version, "2026.2", edit=tightened, transition_until=TODAY() + timedelta(days=100)
    )
