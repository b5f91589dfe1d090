"""ClamAV over its socket, where WUTONG_CLAMAV names one. Silence refuses the file: an unscanned one is not kept."""

import socket
from typing import BinaryIO

import structlog
from django.conf import settings

from wutong.portal.files.refusals import FileInfected, ScannerSilent

_CHUNK = 1 << 16
_SECONDS = 60
_LONGEST_ANSWER = 4096
log = structlog.get_logger(__name__)


def scan(file: BinaryIO, name: str) -> None:
    """Raises FileInfected or ScannerSilent; does nothing where no scanner is configured."""
    address: str = settings.CLAMAV
    if not address:
        return
    file.seek(0)
    try:
        with _connected(address) as scanner:
            answer = _asked(scanner, file)
    except OSError as error:
        log.warning("scanner silent", address=address, error=str(error))
        raise ScannerSilent(name=name) from error
    if answer.endswith("FOUND"):
        raise FileInfected(name=name, virus=answer.removeprefix("stream:").removesuffix("FOUND").strip())
    if not answer.endswith("OK"):
        log.warning("scanner odd", address=address, answer=answer)
        raise ScannerSilent(name=name)


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        found.settimeout(_SECONDS)
        try:
            found.connect(address)
        except OSError:
            found.close()
            raise
        return found
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SECONDS)


def _asked(scanner: socket.socket, file: BinaryIO) -> str:
    """The answer to ClamAV's INSTREAM: pieces with their length before them, and an empty one at the end."""
    scanner.sendall(b"zINSTREAM\0")
    while chunk := file.read(_CHUNK):
        scanner.sendall(len(chunk).to_bytes(4, "big") + chunk)
    scanner.sendall(bytes(4))
    answer = b""
    while (piece := scanner.recv(_LONGEST_ANSWER)) and len(answer) < _LONGEST_ANSWER:
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()
