"""The pages of the record of what was done, for auditors. The record itself is in `portal/shared/audit`."""
