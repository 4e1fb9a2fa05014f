"""A document reaches a browser as a download that cannot run there."""

import pytest

from documents.serving import serve
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db


def test_a_document_is_sent_as_a_download_nobody_keeps_on_the_way():
    document = DocumentFactory(name='Źdźbło "2".pdf', content=b"%PDF-1.7 x")

    response = serve(document)

    assert response.status_code == 200
    assert response.content == b"%PDF-1.7 x"
    assert dict(response.headers) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": ("attachment; filename*=utf-8''%C5%B9d%C5%BAb%C5%82o%20%222%22.pdf"),
        "Content-Length": "10",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
