"""How much may be uploaded. A form may accept less than these, never more."""

from wutong.kernel import environment

__all__ = [
    "CLAMAV",
    "FILES_QUOTA_MB",
    "FILE_UPLOAD_HANDLERS",
    "FILE_UPLOAD_PERMISSIONS",
    "LARGEST_REQUEST_MB",
    "LARGEST_UPLOAD_MB",
]

# Of one file, in millions of bytes. No law sets one.
LARGEST_UPLOAD_MB = environment.number("WUTONG_UPLOAD_MOST_MB", 50)
# Of one request: several files of one form.
LARGEST_REQUEST_MB = 10 * LARGEST_UPLOAD_MB
# Of all files of one organisation.
FILES_QUOTA_MB = environment.number("WUTONG_FILES_QUOTA_MB", 5_000)
# A virus scanner: /path/of/socket or host:port; none where empty.
CLAMAV = environment.text("WUTONG_CLAMAV")

FILE_UPLOAD_HANDLERS = [
    "wutong.portal.files.keeping.receiving.WithinLimits",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
