"""Where the portal keeps what it makes. Nothing is written inside the package or the repository."""

from wutong.catalog.root import declarations, is_checkout
from wutong.kernel import environment
from wutong.kernel.home import Home

__all__ = ["FRONTEND_ROOT", "STATIC_ROOT", "STATIC_URL", "WUTONG_HOME"]

WUTONG_HOME = Home(environment.home())

# The folder that holds node_modules: the checkout's own, or one under home where the package is installed.
FRONTEND_ROOT = declarations() / "frontend" if is_checkout() else WUTONG_HOME.frontend

STATIC_URL = "/static/"
STATIC_ROOT = WUTONG_HOME.portal / "static"
