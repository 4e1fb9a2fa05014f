"""A draft, and the manager who edits it."""

import pytest

from standards.operations.drafting import begin_draft
from tests.editing import manager_of
from tests.factories.standards import EditionFactory


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def manager(edition, client):
    person = manager_of(edition)
    client.force_login(person)
    return person


@pytest.fixture
def draft(edition, manager):
    return begin_draft(predecessor=edition.version, change_class="minor", by=manager)
