"""Settings of the portal, one module per topic. Every variable is read through wutong.kernel.environment."""

from wutong.portal.settings.accounts import *  # noqa: F403 - Django reads one flat module
from wutong.portal.settings.applications import *  # noqa: F403
from wutong.portal.settings.database import *  # noqa: F403
from wutong.portal.settings.languages import *  # noqa: F403
from wutong.portal.settings.logs import *  # noqa: F403
from wutong.portal.settings.mail import *  # noqa: F403
from wutong.portal.settings.notices import *  # noqa: F403
from wutong.portal.settings.paths import *  # noqa: F403
from wutong.portal.settings.security import *  # noqa: F403
from wutong.portal.settings.uploads import *  # noqa: F403
