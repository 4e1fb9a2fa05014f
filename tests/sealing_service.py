"""A service of time stamps of our own at an address of this machine (RFC 3161)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import StreamRequestHandler, TCPServer

from asn1crypto import tsp
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper


@cache
def stamper() -> DummyTimeStamper:
    """Give what makes the stamps; the library's takes RSA keys only."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Stamps of the tests")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        Certificate.load(certificate.public_bytes(Encoding.DER)), PrivateKeyInfo.load(private)
    )


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        answer = stamper().request_tsa_response(question).dump()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def _running(server: TCPServer) -> Iterator[str]:
    """Let a server answer beside the test, and give its address."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Let a service answer every question with the same bytes, and give its address."""

    class Same(StreamRequestHandler):
        def handle(self) -> None:
            self.request.recv(100_000)
            self.wfile.write(answer)

    with _running(TCPServer(("127.0.0.1", 0), Same)) as address:
        yield address


@contextmanager
def stamping_service() -> Iterator[str]:
    """Let the service answer, and give its address."""
    with _running(HTTPServer(("127.0.0.1", 0), _Answer)) as address:
        yield address
