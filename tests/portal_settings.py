"""Settings of the tests: those of the portal, over a home of their own that goes away with the process."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="wutong-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)

_before = os.environ.get("WUTONG_HOME")
os.environ["WUTONG_HOME"] = str(_home)

from wutong.catalog.root import declarations  # noqa: E402 - the home must be named first
from wutong.portal.preparing import compile_messages  # noqa: E402
from wutong.portal.settings import *  # noqa: E402, F403

compile_messages(declarations() / "locale", _home / "portal" / "locale")
(_home / "portal" / "static").mkdir(parents=True, exist_ok=True)

# Pages are tested without collecting their files first.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Passwords of tests need no protection, and there are many.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Each process that tests on a server makes a database of its own; several may run at once.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": f"test_wutong_{os.getpid()}"}  # noqa: F405

if _before is None:
    del os.environ["WUTONG_HOME"]
else:
    os.environ["WUTONG_HOME"] = _before
