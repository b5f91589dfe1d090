"""The command line: `wutong`. Each command is a thin layer over a package below."""

from wutong.cli.main import main

__all__ = ["main"]
