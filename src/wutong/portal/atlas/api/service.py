"""The API as a whole: its operations, its limit and its errors. It answers GET only and to its own origin only."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router

from wutong.catalog.version import code_version
from wutong.portal.atlas.api import chain, data, enterprises, figures, overview, problems
from wutong.portal.atlas.api.documented import both
from wutong.portal.atlas.api.limits import PerMinute
from wutong.portal.atlas.api.pipeline import operations as pipeline
from wutong.portal.devices import api as devices
from wutong.portal.dossiers import api as dossiers
from wutong.portal.following import api as following

REQUESTS_PER_MINUTE = 240

per_minute = PerMinute(REQUESTS_PER_MINUTE)

api = NinjaAPI(
    title="Wutong · 梧桐",
    version=code_version(),
    description=both(
        f"梧桐产业大脑的只读接口。每个客户端每分钟最多 {REQUESTS_PER_MINUTE} 次请求；"
        "出错时返回 application/problem+json，其中 code 不变。",
        f"Read-only API of the Wutong industry brain. At most {REQUESTS_PER_MINUTE} requests a minute for each client; "
        "errors are application/problem+json documents whose `code` never changes.",
    ),
    urls_namespace="api",
    docs_url=None,
    openapi_url="openapi.json",
    throttle=[per_minute],
)
problems.install(api)
api.add_router("", enterprises.router)
api.add_router("", chain.router)
api.add_router("", overview.router)
api.add_router("", data.router)
api.add_router("", figures.router)
api.add_router("", pipeline.router)
api.add_router("", dossiers.router)
api.add_router("", devices.router)
api.add_router("", following.router)


_rest = Router()


@_rest.get("/{path:rest}", include_in_schema=False, url_name="unknown")
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address below the API answers as a program expects."""
    return problems.respond(problems.NOT_FOUND)


api.add_router("", _rest)  # last, so that it takes only what nothing else takes
