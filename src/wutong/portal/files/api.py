"""Files for programs: what is known of a file, and those of one's organisation. Their bytes come from their pages."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, NinjaAPI, Query, Schema, Status
from ninja.errors import AuthenticationError
from ninja.security import SessionAuth

from wutong.catalog.version import code_version
from wutong.portal.accounts.access import Access
from wutong.portal.atlas.api import problems
from wutong.portal.atlas.api.documented import both
from wutong.portal.atlas.api.limits import PerMinute
from wutong.portal.desk.api import SIGN_IN
from wutong.portal.files import access, actions, queries
from wutong.portal.files.models import StoredFile

REQUESTS_PER_MINUTE = 240
MOST_FILES = 100

api = NinjaAPI(
    title="Wutong · 梧桐: files · 文件",
    version=code_version(),
    description=both(
        "已上传文件的信息，供已登录且可读该文件的人员使用；文件本身只以附件形式提供。",
        "What is known of uploaded files, for people who have signed in and may read them. The bytes are given out "
        "only as an attachment.",
    ),
    urls_namespace="files_api",
    docs_url=None,
    openapi_url="openapi.json",
    throttle=[PerMinute(REQUESTS_PER_MINUTE)],
    auth=SessionAuth(csrf=True),
)
problems.install(api)
api.add_exception_handler(AuthenticationError, lambda request, error: problems.respond(SIGN_IN))


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
