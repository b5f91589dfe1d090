"""Django apps, middleware, templates and static files."""

__all__ = [
    "INSTALLED_APPS",
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "STATICFILES_FINDERS",
    "STORAGES",
    "TEMPLATES",
    "WSGI_APPLICATION",
]

ROOT_URLCONF = "wutong.portal.urls"
WSGI_APPLICATION = "wutong.portal.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    # Before django-allauth, whose pages are replaced by ours of the same name.
    "wutong.portal.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "ninja",
    "wutong.portal.shared",
    "wutong.portal.shared.audit",
    "wutong.portal.shared.ledger",
    "wutong.portal.files",
    "wutong.portal.materials",
    "wutong.portal.atlas",
    "wutong.portal.cases",
    "wutong.portal.appointments",
    "wutong.portal.flowing",
    "wutong.portal.voice",
    "wutong.portal.claims",
    "wutong.portal.filings",
    "wutong.portal.placements",
    "wutong.portal.exports",
    "wutong.portal.devices",
    "wutong.portal.dossiers",
    "wutong.portal.following",
    "wutong.portal.desk",
    "wutong.portal.services",
    "wutong.portal.imports",
    "wutong.portal.notices",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "wutong.portal.shared.audit.circumstances.know_circumstances",
    "wutong.portal.shared.middleware.content_security",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wutong.portal.accounts.middleware.say_who",
    "wutong.portal.atlas.middleware.one_release",
    "wutong.portal.shared.middleware.ExplainRefusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "wutong.portal.shared.context.page",
                "wutong.portal.atlas.context.release",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "wutong.portal.shared.templatetags.wutong",
                "wutong.portal.shared.templatetags.panels",
                "wutong.portal.shared.templatetags.tables",
                "wutong.portal.accounts.templatetags.accounts",
                "wutong.portal.atlas.templatetags.atlas",
            ],
        },
    }
]

STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "wutong.portal.frontend.LibraryFinder",
]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
