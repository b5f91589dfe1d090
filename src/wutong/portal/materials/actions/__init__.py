"""Every write of controlled materials. A case that grants a permit calls `grant_permit`."""

from wutong.portal.materials.actions.permits import grant_permit

__all__ = ["grant_permit"]
