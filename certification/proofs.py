"""What the public log tells of a certificate, proved, as plain values."""

from typing import Any

from certification.models import Certificate
from certification.registry import lookup_of
from documents.log.publishing import published_keys
from documents.log.reading import newest_checkpoint, proofs_of
from documents.models import LogEntry

MOST = 200


def proof_data(number: str) -> dict[str, Any] | None:
    """Prove every entry on a certificate by the newest checkpoint; None for an unknown number."""
    found = Certificate.objects.filter(lookup=lookup_of(number)).values_list("number", flat=True)
    exact = found.first()
    if exact is None:
        return None
    checkpoint = newest_checkpoint()
    entries = list(LogEntry.objects.filter(number=exact).order_by("position")[:MOST])
    size = checkpoint.size if checkpoint else 0
    signed = [entry for entry in entries if entry.position < size]
    proofs = proofs_of(signed, checkpoint) if checkpoint else []
    return {
        "number": exact,
        "checkpoint": checkpoint.note if checkpoint else None,
        "size": size,
        "root": checkpoint.root if checkpoint else None,
        "entries": [
            {
                "index": proof.entry.position,
                "kind": proof.entry.kind,
                "entry": proof.entry.leaf,
                "leaf_hash": proof.leaf_hash.hex(),
                "proof": [step.hex() for step in proof.path],
                "tlog_proof": proof.text,
            }
            for proof in proofs
        ],
        "waiting": len(entries) - len(signed),
        "keys": [str(key) for key in published_keys()],
    }
