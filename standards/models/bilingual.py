"""Texts kept in Polish and in English, read in the language of the page."""

from typing import Any, Self, overload

from standards.languages import shown_language


class Bilingual:
    """Read ``name_pl`` or ``name_en`` as ``name``; a missing translation shows the other language.

    Polish is the first language: it is shown whenever the page is not in English.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        """Learn the common stem of the two fields from the name of the attribute."""
        self.stem = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> str: ...
    def __get__(self, instance: Any, owner: type) -> Self | str:
        """Give the text in the active language."""
        if instance is None:
            return self
        first, second = ("en", "pl") if shown_language() == "en" else ("pl", "en")
        text: str = getattr(instance, f"{self.stem}_{first}")
        return text or str(getattr(instance, f"{self.stem}_{second}"))
