"""Every read of the products, approvals, applications and indications of a release."""
