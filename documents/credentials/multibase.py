"""Base58 as Bitcoin writes it, and keys as Multikey (W3C Controlled Identifiers, 2.2.2)."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PREFIX = b"\xed\x01"
P256_PREFIX = b"\x80\x24"
LONGEST = 200


def base58(data: bytes) -> str:
    """Write bytes in base58."""
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = ALPHABET[digit] + text
    zeros = len(data) - len(data.lstrip(b"\0"))
    return ALPHABET[0] * zeros + text


def from_base58(text: str) -> bytes:
    """Read base58; a foreign character or a text too long for a signature is a ``ValueError``."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    number = 0
    for character in text:
        number = number * 58 + ALPHABET.index(character)
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def multikey(algorithm: str, raw: bytes) -> str:
    """Write a public key as Multikey; of P-256 the compressed point."""
    if algorithm == "ed25519":
        return "z" + base58(ED25519_PREFIX + raw)
    x, y = raw[1:33], raw[33:]
    return "z" + base58(P256_PREFIX + bytes([2 + (y[-1] & 1)]) + x)
