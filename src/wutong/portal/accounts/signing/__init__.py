"""Where the accounts app meets django-allauth: adapters, forms, and what is recorded of signing in."""
