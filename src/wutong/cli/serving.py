"""`wutong serve`, `wutong up`, `wutong assets`: the portal."""

import os
from pathlib import Path
from typing import Annotated

import typer

from wutong.catalog.catalog import Catalog, load_catalog
from wutong.catalog.root import declarations, is_checkout
from wutong.cli.accounts import show_cast
from wutong.cli.building import show_built
from wutong.cli.progress import Bars
from wutong.cli.terminal import HomeOption, home_of, say
from wutong.demo.generating import generate
from wutong.demo.records.writing import generate_records
from wutong.kernel import environment
from wutong.kernel.bilingual import Text
from wutong.kernel.home import Home
from wutong.portal import frontend, server
from wutong.warehouse.pipeline import Request, build
from wutong.warehouse.publish.release import promoted

HostOption = Annotated[str, typer.Option(help="Address to listen on. 监听地址。")]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on. 监听端口。")]

_DEMO_ENTERPRISES = 60_000
_DEMO_SEED = 20261122
_DEMO_CLUSTER = "qiantang"


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: Annotated[int | None, typer.Option(min=1, help="Server processes. 进程数。")] = None,
    home: HomeOption = None,
) -> None:
    """Serve the portal. 提供门户服务。

    Example: `wutong serve --port 8000`
    """
    place = home_of(home)
    frontend.install(place.root)
    _serve(place, host, port, workers)


def up(host: HostOption = "127.0.0.1", port: PortOption = 8000, home: HomeOption = None) -> None:
    """Build the demo once and serve it: what `make up` runs. 构建演示数据并提供服务。

    Example: `wutong up --port 8080`
    """
    server.listen(host, port).close()  # a taken port is said before the work, not after it
    place = home_of(home or demo_home())
    frontend.install(place.root)
    if promoted(place) is None:
        _build_demo(place)
    _serve(place, host, port, None, with_cast=True)


def demo_home() -> Path:
    """The demo lives apart from real data."""
    return declarations() / "var" / "demo" if is_checkout() else environment.home().with_name("wutong-demo")


def _build_demo(place: Home) -> None:
    catalog = load_catalog()
    with Bars() as progress:
        globs = _invent(place.root / "registers", catalog, progress)
        built = build(Request(home=place, catalog=catalog, globs=globs, is_demo=True), progress=progress)
    show_built(built)


def _invent(out: Path, catalog: Catalog, progress: Bars) -> dict[str, tuple[str, ...]]:
    """The invented register around the demo's cluster and the records of its firms, as globs by source."""
    title = Text(zh="生成虚构登记", en="Inventing registers")
    with progress.stage(title, _DEMO_ENTERPRISES) as advance:
        made = generate(
            enterprises=_DEMO_ENTERPRISES,
            seed=_DEMO_SEED,
            out=out,
            catalog=catalog,
            cluster=_DEMO_CLUSTER,
            on_rows=advance,
        )
    records = generate_records(
        truth=made.truth, seed=_DEMO_SEED, out=out / "records", catalog=catalog, cluster=_DEMO_CLUSTER
    )
    return {"cn_registrations": (str(out / "registry" / "*.csv.gz"),), **records.globs}


def _serve(place: Home, host: str, port: int, workers: int | None, *, with_cast: bool = False) -> None:
    def ready(address: str) -> None:
        if with_cast:
            show_cast(place)
        say(f"梧桐已就绪：{address} （按 Ctrl+C 停止）", f"Wutong is ready: {address} (Ctrl+C stops it)")

    count = workers or min(4, max(2, os.cpu_count() or 1))
    server.serve(host=host, port=port, home=place.root, workers=count, ready=ready)


def assets(home: HomeOption = None) -> None:
    """Install the front-end libraries of the lock file. 安装前端库。

    Example: `wutong assets`
    """
    frontend.install(home_of(home).root)


def register(app: typer.Typer) -> None:
    """Add this module's commands to `app`."""
    for command in (serve, up, assets):
        app.command()(command)
