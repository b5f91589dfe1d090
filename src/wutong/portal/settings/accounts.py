"""Signing in: password rules, second factors, self-registration, and a sign-in service of the operator's own."""

from wutong.kernel import environment
from wutong.portal.settings.security import TRUSTED_PROXIES

__all__ = [
    "ACCOUNT_ADAPTER",
    "ACCOUNT_CHANGE_EMAIL",
    "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
    "ACCOUNT_EMAIL_NOTIFICATIONS",
    "ACCOUNT_EMAIL_SUBJECT_PREFIX",
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS",
    "ACCOUNT_EMAIL_VERIFICATION",
    "ACCOUNT_FORMS",
    "ACCOUNT_LOGIN_METHODS",
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE",
    "ACCOUNT_RATE_LIMITS",
    "ACCOUNT_SESSION_REMEMBER",
    "ACCOUNT_SIGNUP_FIELDS",
    "ACCOUNT_USERNAME_MIN_LENGTH",
    "ACCOUNT_USER_DISPLAY",
    "ALLAUTH_TRUSTED_PROXY_COUNT",
    "AUTHENTICATION_BACKENDS",
    "AUTH_PASSWORD_VALIDATORS",
    "AUTH_USER_MODEL",
    "IS_SIGNUP_OPEN",
    "LOGIN_REDIRECT_URL",
    "LOGIN_URL",
    "LOGOUT_REDIRECT_URL",
    "MFA_ADAPTER",
    "MFA_RECOVERY_CODE_COUNT",
    "MFA_SUPPORTED_TYPES",
    "MFA_TOTP_ISSUER",
    "MFA_TOTP_TOLERANCE",
    "OIDC_NAME",
    "PASSWORD_RESET_TIMEOUT",
    "SOCIALACCOUNT_ADAPTER",
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION",
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT",
    "SOCIALACCOUNT_PROVIDERS",
]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_RULES}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "name")},
    },
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]
# Links to choose a password, from invitations and from people who forgot theirs.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:me"
LOGOUT_REDIRECT_URL = "/"

# Whether strangers may make an account of their own. Without it, people are invited.
IS_SIGNUP_OPEN = environment.flag("WUTONG_SIGNUP")
ACCOUNT_ADAPTER = "wutong.portal.accounts.signing.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "wutong.portal.accounts.signing.forms.SignInForm",
    "signup": "wutong.portal.accounts.signing.forms.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A stranger cannot make us write to whom we do not know.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_USER_DISPLAY = "wutong.portal.accounts.signing.adapters.display_name"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if environment.flag("WUTONG_HTTPS") else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "5/m/ip",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "10/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "manage_email": "10/m/user",
    "confirm_email": "1/3m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

MFA_ADAPTER = "wutong.portal.accounts.signing.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Wutong"
MFA_TOTP_TOLERANCE = 1  # half minutes by which a phone may be early or late, as RFC 6238 advises
MFA_RECOVERY_CODE_COUNT = 10

# A sign-in service that speaks OpenID Connect. It is the operator's own, so its word on an address is believed.
_oidc_server = environment.text("WUTONG_OIDC_SERVER")
OIDC_NAME = environment.text("WUTONG_OIDC_NAME", "OpenID Connect") if _oidc_server else ""
SOCIALACCOUNT_ADAPTER = "wutong.portal.accounts.signing.adapters.OutsideAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": environment.text("WUTONG_OIDC_CLIENT_ID"),
                "secret": environment.secret("WUTONG_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": _oidc_server},
            }
        ]
        if _oidc_server
        else [],
    }
}
