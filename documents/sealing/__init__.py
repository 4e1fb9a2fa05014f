"""The seal on a certificate: placing it, stamping it with the time, and checking what comes back.

A sealed file is never written anew: everything later is only added to its end.
"""

from documents.sealing.checking import SealFault, SealVerdict, check_seal, pinned_seals
from documents.sealing.signing import Sealed, seal
from documents.sealing.stamping import add_time_stamp

__all__ = (
    "SealFault",
    "SealVerdict",
    "Sealed",
    "add_time_stamp",
    "check_seal",
    "pinned_seals",
    "seal",
)
