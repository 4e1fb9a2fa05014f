"""Keys: the one way to sign, the table of public halves, rotation and compromise."""

from documents.keys.signers import Signer, signer_for

__all__ = ("Signer", "signer_for")
