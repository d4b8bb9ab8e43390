"""Upload a file to the import page, as its form does."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

PAGE = "/weatherforecast/import"


def uploaded(client: Client, content: bytes, name: str = "oslo.csv") -> Any:
    """Return the answer to an upload: the preview."""
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def token_of(response: Any) -> str:
    """Return the name of the kept file in a preview."""
    found = re.search(r'name="token" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]
