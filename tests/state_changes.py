"""The operation that leads a certificate to each state."""

from certification.operations.certificates import annul, restore, suspend, terminate, withdraw

OPERATIONS = {
    "suspended": suspend,
    "valid": restore,
    "withdrawn": withdraw,
    "terminated": terminate,
    "annulled": annul,
}


def change_to(target, *, effective_on, **said):
    """Change the state; an annulment needs no day, since it reaches back to the first."""
    fields = {} if target == "annulled" else {"effective_on": effective_on}
    return OPERATIONS[target](**fields, **said)
