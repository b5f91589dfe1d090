"""How much of a request is received: what goes beyond the limit of a file is counted as too much and thrown away."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from wutong.portal.files.keeping.storage import MEGABYTE


class WithinLimits(FileUploadHandler):
    """Stands before the handlers that write: a disk is never filled by what would be refused anyway.

    A file that goes beyond the limit reaches the form cut short but still too large, so that it is refused by a
    sentence about this one file. A request that holds far more than any form of ours is refused as a whole.
    """

    def handle_raw_input(self, input_data: Any, META: dict[str, str], content_length: int, *rest: Any) -> None:
        if content_length > settings.LARGEST_REQUEST_MB * MEGABYTE:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= settings.LARGEST_UPLOAD_MB * MEGABYTE else None

    def file_complete(self, file_size: int) -> None:
        return None
