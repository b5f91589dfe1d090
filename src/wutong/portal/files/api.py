"""Files for programs: what is known of a file, and those of one's organisation. Their bytes come from their pages."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query, Schema, Status

from wutong.kernel.bilingual import Text
from wutong.portal.accounts.access import Access
from wutong.portal.files import access, actions, queries
from wutong.portal.files.models import StoredFile
from wutong.portal.shared.api.building import signed_in_api

MOST_FILES = 100

api = signed_in_api(
    "files_api",
    title=Text(zh="文件", en="files"),
    description=Text(
        zh="已上传文件的信息，供已登录且可读该文件的人员使用；文件本身只以附件形式提供。",
        en=(
            "What is known of uploaded files, for people who have signed in and may read them. The bytes are "
            "given out only as an attachment."
        ),
    ),
)


class FileOut(Schema):
    """One file. `download` is the address of its bytes."""

    file_id: UUID
    organisation_id: int
    name: str
    kind: str
    media_type: str
    size_bytes: int
    sha256: str
    uploaded_at: str
    download: str


class FileListParams(Schema):
    """Which page of the list."""

    page: int = Field(1, ge=1, le=1_000_000)
    limit: int = Field(20, ge=1, le=MOST_FILES)


class FileListOut(Schema):
    """One page of files, newest first."""

    total: int
    page: int
    files: list[FileOut]


@api.get("/", response=FileListOut, operation_id="files_list", url_name="list")
def read_files(request: HttpRequest, params: Query[FileListParams]) -> FileListOut:
    """The files of one's organisations, newest first. · 本单位的文件。"""
    mine = queries.kept_by(access.kept_organisations(request))
    begin = (params.page - 1) * params.limit
    rows = [_file(one) for one in mine[begin : begin + params.limit]]
    return FileListOut(total=mine.count(), page=params.page, files=rows)


@api.get("/{file_id}", response=FileOut, operation_id="files_one", url_name="one")
def read_file(request: HttpRequest, file_id: UUID) -> FileOut:
    """One file that one may read. · 一个可读的文件。"""
    return _file(access.readable(request, file_id))


@api.delete("/{file_id}", response={204: None}, operation_id="files_erase", url_name="erase")
def erase_file(request: HttpRequest, file_id: UUID) -> Status[None]:
    """Erase a file of one's organisation. · 清除本单位的一个文件。"""
    actions.erase(file=access.erasable(request, file_id), by=Access.of(request).who)
    return Status(204, None)


def _file(one: StoredFile) -> FileOut:
    return FileOut(
        file_id=one.file_id,
        organisation_id=one.organisation_id,
        name=one.name,
        kind=one.kind,
        media_type=one.media_type,
        size_bytes=one.size_bytes,
        sha256=one.sha256,
        uploaded_at=one.uploaded_at.isoformat(),
        download=reverse("files:download", args=[one.file_id]),
    )
