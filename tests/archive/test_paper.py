"""What a person sees on the printed page: the QR code reads, and the seal draws nothing over it."""

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image

from documents.drawing import draw_certificate
from documents.finishing import finish
from tests.archive import run
from tests.documents.samples import ENGLISH, TO_SEAL

pytestmark = pytest.mark.archive


def printed(content: bytes, *, dpi: int, folder) -> Image.Image:
    (folder / "page.pdf").write_bytes(content)
    run(
        "pdftoppm", "-r", str(dpi), "-png", "-singlefile", str(folder / "page.pdf"),
        str(folder / "page"), hint="apt-get install poppler-utils",
    )  # fmt: skip
    return Image.open(folder / "page.png")


@pytest.mark.parametrize("content", [TO_SEAL, replace(ENGLISH, sealed=True)])
@pytest.mark.parametrize("dpi", [72, 150])
def test_the_qr_code_reads_from_the_page(content, dpi, tmp_path):
    page = printed(
        finish(draw_certificate(content), signature_field=True), dpi=dpi, folder=tmp_path
    )

    codes = [(code.text, code.ec_level) for code in zxingcpp.read_barcodes(page)]

    assert codes == [("HTTPS://REJESTR.EXAMPLE/C/ZNAK-2026-0041", "Q")]


def test_the_seal_changes_nothing_that_is_seen(sealed, tmp_path):
    finished = finish(draw_certificate(TO_SEAL), signature_field=True)

    before = printed(finished, dpi=72, folder=tmp_path).tobytes()
    after = printed(sealed(finished), dpi=72, folder=tmp_path).tobytes()

    assert before == after
