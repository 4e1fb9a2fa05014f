"""One look at one page, and the people of the demo who take it."""

from dataclasses import dataclass, field

OWES, ZNAK = "wnioskodawca.owes", "wnioskodawca.znak"
OFFICE, CHAIR, AUTHORITY = "sekretariat", "przewodniczaca", "organ"
MANAGER, SECOND_MANAGER = "standardy", "standardy2"
MFA = "dwa.skladniki"


@dataclass(frozen=True)
class Visit:
    """One look at one page."""

    name: str
    who: str
    kwargs: dict[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200
    note: str = ""
    moves: bool = False  # it leads on to another address

    @property
    def label(self) -> str:
        """Say in one word which look this is."""
        return "-".join(
            filter(None, [self.name, self.who, self.note or "".join(self.kwargs.values())])
        )


def page(
    name: str,
    who: str = "",
    /,
    *,
    query: str = "",
    status: int = 200,
    note: str = "",
    moves: bool = False,
    **kwargs: str,
) -> Visit:
    """Write one line of the table."""
    return Visit(name, who, kwargs, query, status, note, moves)
