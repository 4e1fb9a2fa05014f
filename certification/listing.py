"""The list of the registry as people and programs read it, one page at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from certification.facets import Cube
from certification.models import Certificate
from certification.registry import PAGE_SIZE, Page, first_page, page_of, rows_of_page
from standards.statements import Statement


class Listing:
    """Certificates in some columns; the first page of all is asked for by a kept statement."""

    def __init__(self, columns: Sequence[str], size: int = PAGE_SIZE) -> None:
        """Take what is shown of each, and how many stand on a page unless told."""
        self.columns = columns
        self.size = size
        self.newest = Statement(self._newest)

    def _newest(self) -> QuerySet[Certificate, dict[str, Any]]:
        return rows_of_page(Certificate.objects.all(), self.columns, self.size)

    def page(
        self,
        found: QuerySet[Certificate],
        question: Mapping[str, str],
        cube: Cube,
        place: str,
        size: int | None = None,
    ) -> Page:
        """Read one page; where the words were just counted and are nowhere, none.

        ``question`` holds the filters that are not empty; an empty ``place`` is the first page.
        """
        if "q" in question and cube.is_counted and not cube.total():
            return Page([], "", "")
        if not question and not place and size in (None, self.size):
            return first_page(self.newest.rows(), self.size)
        return page_of(found, self.columns, place, size=size or self.size)
