"""What must be true before anything starts; each refusal is one clear line a language."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from environs import EnvError

from config.refusing import Sentence, StartRefused

Result = TypeVar("Result")
DEMO_ACCOUNTS = Sentence(
    "Ta baza zawiera konta demonstracyjne, których hasło jest znane każdemu: "
    "zacznij od pustej bazy albo uruchom demonstrację bez DEBUG=0.",
    "This database holds demo accounts with a published password: "
    "start from an empty database, or start the demo without DEBUG=0.",
)
DEMO_KEY = Sentence(
    "Klucz {kid} powstał na potrzeby demonstracji: utwórz i włącz własny poleceniem "
    "manage.py keys, a potem oznacz stary jako ujawniony.",
    "The key {kid} was made for a demonstration: create and activate one of your own with "
    "manage.py keys, then mark the old one as compromised.",
)
READABLE_KEY = Sentence(
    "Plik klucza {path} może czytać nie tylko jego właściciel: ustaw mu chmod 0400 i wymień klucz, "
    "jeśli ktoś inny mógł go odczytać.",
    "The key file {path} can be read by others than its owner: chmod 0400 it, and rotate the key "
    "if somebody else could have read it.",
)
WRONG_VALUE = Sentence(
    "Popraw wartość zmiennej środowiska, którą wymienia następny wiersz.",
    "{problem}",
)
INCOMPLETE = Sentence("Popraw ustawienie, o którym mówi następny wiersz.", "{problem}")


def holds_demo_accounts() -> bool:
    """Say whether somebody could log in with the password that the demo prints."""
    from certification.models import User

    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return User.objects.filter(is_demo=True, is_active=True).exists()


def refuse_demo_keys() -> None:
    """Stop a production that would sign with a key of the demo, or whose keys others can read."""
    from documents.keys.files import readable_by_others
    from documents.models import Key

    if not settings.PRODUCTION:
        return
    exposed = readable_by_others()
    if exposed:
        raise StartRefused(READABLE_KEY.about(path=exposed[0]))
    if Key._meta.db_table not in connection.introspection.table_names():
        return
    demo = Key.objects.filter(is_demo=True, state__in=("active", "next")).first()
    if demo is not None:
        raise StartRefused(DEMO_KEY.about(kid=demo.kid))


def refuse_a_demo_in_production() -> None:
    """Stop a production with anything that only a demonstration may have."""
    refuse_demo_accounts()
    refuse_demo_keys()


def refuse_demo_accounts() -> None:
    """Stop a production that a demo was loaded into."""
    if settings.PRODUCTION and holds_demo_accounts():
        raise StartRefused(DEMO_ACCOUNTS)


@register(Tags.database)
def no_demo_accounts(databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """Report the same to ``check --database`` and ``migrate``."""
    if settings.PRODUCTION and databases and holds_demo_accounts():
        return [Error(DEMO_ACCOUNTS.lines, id="config.E001")]
    return []


def in_one_line(start: Callable[[], Result]) -> Result:
    """Run ``start``; a missing setting ends the process with its sentence and no traceback."""
    try:
        return start()
    except StartRefused as refused:
        why = refused.sentence
    except EnvError as problem:
        why = WRONG_VALUE.about(problem=problem)
    except ImproperlyConfigured as problem:
        why = INCOMPLETE.about(problem=problem)
    raise SystemExit(why.after("Atest nie może wystartować.", "Atest cannot start.").lines)
