"""Every write of the imports app: keyword-only, with who acts as `by`, and its audit row in the same transaction.

Cases grant an approval through `grant_approval` when a decision is favourable.
"""

from wutong.portal.imports.actions.approvals import Terms, grant_approval

__all__ = ["Terms", "grant_approval"]
