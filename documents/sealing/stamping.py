"""Time stamps by an outside service (RFC 3161), and what to do when it is silent."""

import asyncio
import http.client
import urllib.request
from io import BytesIO

from asn1crypto import cms, tsp
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

PATIENCE_SECONDS = 10
LARGEST_ANSWER = 100_000
RUBBISH = "the answer is none of a service of time stamps"
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, AssertionError)
SILENT = (OSError, TimestampRequestError)


class TimeStampService(TimeStamper):
    """The service at ``TSA_URL``; whatever keeps it from answering is an ``OSError``."""

    def __init__(self, address: str) -> None:
        """Take the address."""
        super().__init__()
        self.address = address

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask for one stamp."""
        return await asyncio.to_thread(self._ask, req.dump())

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Give one stamp; the library reads the answer here, piece by piece."""
        try:
            return await super().async_timestamp(message_digest, md_algorithm)
        except UNREADABLE as rubbish:
            raise OSError(f"{RUBBISH}: {type(rubbish).__name__}") from rubbish

    def _ask(self, question: bytes) -> tsp.TimeStampResp:
        request = urllib.request.Request(  # noqa: S310  the address is the operator's own setting
            self.address, data=question, headers={"Content-Type": "application/timestamp-query"}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read(LARGEST_ANSWER))
        except http.client.HTTPException as rubbish:
            raise OSError(f"{RUBBISH}: {type(rubbish).__name__}") from rubbish


def configured_service() -> TimeStampService | None:
    """Give the service, or None where no address is set."""
    return TimeStampService(settings.TSA_URL) if settings.TSA_URL else None


def add_time_stamp(sealed: bytes, *, service: TimeStamper) -> bytes:
    """Add a stamp over the whole sealed file to its end; the seal stays as it is."""
    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    stamped: BytesIO = PdfTimeStamper(service).timestamp_pdf(writer, "sha256")
    return stamped.getvalue()
