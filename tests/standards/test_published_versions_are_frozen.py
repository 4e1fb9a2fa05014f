"""The database itself refuses any change of a published version, even by raw SQL."""

# ruff: noqa: S608 -- the SQL is made of names of our own tables

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from standards.models import Criterion, DecisionRule, Scale, ScaleLevel, Section, StandardVersion
from tests.factories.standards import make_standard

pytestmark = pytest.mark.django_db

CONTENT = (Section, Criterion, Scale, ScaleLevel, DecisionRule)


def content():
    models = (*CONTENT, StandardVersion)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def refused(statement: str, *params) -> None:
    before = content()

    with (
        pytest.raises(DatabaseError, match="a published version of a standard"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, params)

    assert content() == before


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
@pytest.mark.parametrize("status", ["published", "superseded", "withdrawn"])
def test_content_of_a_frozen_version_cannot_be_changed(model, status):
    version = make_standard(criteria=2, sections=1)
    StandardVersion.objects.filter(pk=version.pk).update(status=status)
    table, column = model._meta.db_table, "scale_id" if model is ScaleLevel else "version_id"

    refused(f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_content_of_a_published_version_cannot_be_deleted(model):
    make_standard(criteria=2, sections=1)

    refused(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_content_cannot_be_added_to_a_published_version(model):
    make_standard(criteria=2, sections=1)
    columns = [field.column for field in model._meta.local_fields if field.column != "id"]
    listed = ", ".join(f'"{column}"' for column in columns)

    refused(
        f"INSERT INTO {model._meta.db_table} ({listed}) SELECT {listed} FROM {model._meta.db_table}"
    )


def test_a_row_of_a_draft_cannot_be_moved_into_a_published_version():
    published = make_standard(criteria=2, sections=1)
    draft = make_standard(
        criteria=2, sections=1, published=False, scheme=published.scheme, version="2"
    )

    refused(
        "UPDATE standards_section SET version_id = %s WHERE version_id = %s", published.pk, draft.pk
    )


def test_a_published_version_cannot_be_deleted():
    make_standard(criteria=2, sections=1)

    refused("DELETE FROM standards_standardversion")


@pytest.mark.parametrize(
    "change",
    [
        "status = 'draft'",
        "status = 'in_consultation'",
        "title_pl = 'Inny'",
        "title_en = 'Other'",
        "sha256 = 'ff'",
        "version = '9'",
        "created_at = '2020-01-01 00:00:00'",
        "published_at = '2020-01-01 00:00:00'",
        "status = 'superseded', title_pl = 'Inny'",
    ],
)
def test_a_published_version_keeps_everything_but_its_status(change):
    make_standard(criteria=2, sections=1)

    refused(f"UPDATE standards_standardversion SET {change}")


@pytest.mark.parametrize("final", ["superseded", "withdrawn"])
def test_a_published_version_can_be_superseded_or_withdrawn_and_stays_so(final):
    version = make_standard(criteria=2, sections=1)

    StandardVersion.objects.filter(pk=version.pk).update(status=final)

    assert StandardVersion.objects.get().status == final
    refused("UPDATE standards_standardversion SET status = 'published'")


def test_a_draft_can_be_changed_and_deleted():
    version = make_standard(criteria=2, sections=1, published=False)

    Section.objects.update(title_pl="Inny")
    for model in (Criterion, ScaleLevel, Scale, DecisionRule, Section):
        model.objects.all().delete()
    StandardVersion.objects.filter(pk=version.pk).update(created_at=timezone.now())
    version.delete()

    assert [model.objects.count() for model in (*CONTENT, StandardVersion)] == [0] * 6
