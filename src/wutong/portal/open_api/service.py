"""The API as a whole: its operations, its limit and its errors. It answers GET only and to its own origin only."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from wutong.kernel.bilingual import Text
from wutong.portal.atlas.api import chain, data, enterprises, figures, overview
from wutong.portal.atlas.api.pipeline import operations as pipeline
from wutong.portal.devices import api as devices
from wutong.portal.dossiers import api as dossiers
from wutong.portal.following import api as following
from wutong.portal.shared.api import problems
from wutong.portal.shared.api.building import REQUESTS_PER_MINUTE, public_api
from wutong.portal.shared.api.limits import PerMinute

per_minute = PerMinute(REQUESTS_PER_MINUTE)

api = public_api(
    "api",
    description=Text(
        zh=f"梧桐产业大脑的只读接口。每个客户端每分钟最多 {REQUESTS_PER_MINUTE} 次请求；"
        "出错时返回 application/problem+json，其中 code 不变。",
        en="Read-only API of the Wutong industry brain. "
        f"At most {REQUESTS_PER_MINUTE} requests a minute for each client; "
        "errors are application/problem+json documents whose `code` never changes.",
    ),
    limit=per_minute,
)
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
