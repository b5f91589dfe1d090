"""Serve the portal with gunicorn, in this process. Says nothing itself: `ready` hears the address."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string
from gunicorn.app.base import BaseApplication

from wutong.kernel.bilingual import Text
from wutong.kernel.errors import WutongError
from wutong.portal.preparing import prepare

THREADS = 4
_LAST_PORT = 65_535


class PortTaken(WutongError):
    code = "portal.port_taken"
    exit_code = 3
    sentence = Text(
        zh="端口 {port} 已被占用（{host}）。请关闭占用它的程序，或换一个端口：--port {other}（make up PORT={other}）。",
        en="Port {port} on {host} is taken. Stop the program that holds it, or choose another: "
        "--port {other} (make up PORT={other}).",
    )


class AddressRefused(WutongError):
    code = "portal.address"
    exit_code = 3
    sentence = Text(
        zh="无法在 {host}:{port} 上提供服务：{reason}。请换一个地址或端口。",
        en="Cannot serve on {host}:{port}: {reason}. Choose another address or port.",
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address; raises PortTaken or AddressRefused. Port 0 takes any free one."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise AddressRefused(host=host, port=port, reason=error.strerror) from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(host=host, port=port, other=port + 1 if port < _LAST_PORT else port - 1) from error
        raise AddressRefused(host=host, port=port, reason=error.strerror) from error
    return listener


def serve(
    *, host: str, port: int, home: Path, workers: int, ready: Callable[[str], None] = lambda address: None
) -> None:
    """Prepare `home` and serve it until stopped; `ready` is called with the address once it is bound."""
    with listen(host, port) as listener:
        prepare(home)
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listener.getsockname()[1]}/")
        descriptor = listener.detach()
    import_string("wutong.portal.atlas.access.close")()
    # From here on gunicorn owns the socket, and closes it in every one of its processes.
    _Gunicorn(descriptor, workers).run()


def _work_beside(worker: object) -> None:
    """Let the worker keep what people judged on file, for the warehouse, and deliver the messages that wait."""
    import_string("wutong.portal.desk.feedback.keep_writing")()
    import_string("wutong.portal.notices.sending.keep_delivering")()
    import_string("wutong.portal.flowing.heartbeat.keep_beating")()


class _Gunicorn(BaseApplication):  # type: ignore[misc]
    """Gunicorn told what to do by arguments: no file and no command line is read."""

    def __init__(self, descriptor: int, workers: int) -> None:
        self._descriptor = descriptor
        self._workers = workers
        super().__init__()

    def load_config(self) -> None:
        choices: dict[str, Any] = {
            "bind": f"fd://{self._descriptor}",
            "workers": self._workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 10,
            "max_requests": 20000,
            "max_requests_jitter": 2000,
            "loglevel": "warning",
            "control_socket_disable": True,
            # In the worker, since threads do not survive the fork.
            "post_worker_init": _work_beside,
        }
        for name, value in choices.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        application = get_wsgi_application()
        # By its name, since views may be imported only after `prepare` has named the settings.
        import_string("wutong.portal.warming.warm_up")()
        return application
