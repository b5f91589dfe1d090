"""Whoever asked to be erased is, with the first tick after their grace."""

from wutong.portal.accounts.actions.erasure import carry_out_due
from wutong.portal.flowing.ticking import register_daily

register_daily("erasures", carry_out_due)
