"""Django's settings, read from the environment. Every name is explained in docs/guide/configuration.md."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from shopkeeper.config import environment as env

BASE = Path(__file__).resolve().parents[1]
HOME = env.home()
DEMO = env.flag("DEMO")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(HOME)
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SHOP_NAME = env.text("SHOP_NAME", "Linden Row" if DEMO else "My shop")

# Top floor first; see shopkeeper/__init__.py's neighbours and ARCHITECTURE.md for what each owns.
SHOP_APPS = [
    "shopkeeper.interfaces.backoffice",
    "shopkeeper.interfaces.storefront",
    "shopkeeper.insight.messaging",
    "shopkeeper.insight.search",
    "shopkeeper.commerce.returns",
    "shopkeeper.commerce.changes",
    "shopkeeper.commerce.checkout",
    "shopkeeper.commerce.shelf",
    "shopkeeper.commerce.importing",
    "shopkeeper.commerce.shipping",
    "shopkeeper.commerce.documents",
    "shopkeeper.commerce.orders",
    "shopkeeper.commerce.credit",
    "shopkeeper.commerce.payments",
    "shopkeeper.commerce.ledger",
    "shopkeeper.commerce.cart",
    "shopkeeper.commerce.tax",
    "shopkeeper.commerce.pricing",
    "shopkeeper.commerce.inventory",
    "shopkeeper.commerce.catalogue",
    "shopkeeper.commerce.content",
    "shopkeeper.commerce.customers",
    "shopkeeper.foundation.privacy",
    "shopkeeper.foundation.audit",
    "shopkeeper.foundation.idempotency",
    "shopkeeper.foundation.accounts",
    "shopkeeper.foundation.http",
    "shopkeeper.foundation.tasks",
    "shopkeeper.foundation.events",
]
INSTALLED_APPS = [
    *SHOP_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
# Outermost first. An answer passes them from the bottom up.
MIDDLEWARE = [
    "shopkeeper.foundation.http.observation.Observation",
    "django.middleware.security.SecurityMiddleware",
    "shopkeeper.foundation.http.headers.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shopkeeper.foundation.http.headers.ContentSecurityPolicy",
    "shopkeeper.foundation.http.compression.Compression",
    "shopkeeper.foundation.http.caching.KeepPrivate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "shopkeeper.foundation.http.origin.CrossOriginProtection",
    "shopkeeper.foundation.http.refusals.Refusals",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "shopkeeper.config.urls"
WSGI_APPLICATION = "shopkeeper.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            BASE / "interfaces/storefront/templates",
            BASE / "interfaces/backoffice/templates",
            BASE / "insight/messaging/templates",
            BASE / "commerce/documents/templates",
        ],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "shopkeeper.config.templates.environment"},
    },
    # Other people's pages only (allauth's fallbacks).
    {
        "NAME": "django",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {"default": env.database(HOME)}
CACHES = {"default": env.cache()}
CACHE_URL = env.text("CACHE_URL")
TASKS = {"default": {"BACKEND": "shopkeeper.foundation.tasks.backend.LeaseBackend"}}
LEASE_SECONDS = env.number("LEASE_SECONDS", 30)
EMBEDDED_WORKER = env.flag("WORKER", default=True)
METRICS_PORT = env.number("METRICS_PORT", 0)
PROXIES = env.number("PROXIES", 0)
SESSION_ENGINE = "shopkeeper.foundation.accounts.sessions"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

ACCOUNT_ADAPTER = "shopkeeper.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "shopkeeper.foundation.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers allow passkeys without HTTPS on localhost only; so does the shop.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
CODE_SENDER = "shopkeeper.insight.messaging.operations.send_code"

# Mail: smtp://user:password@host:587, console: or file:/some/folder. Without one it stays in the outbox.
SENDS_MAIL = bool(env.text("EMAIL_URL"))
vars().update(env.mail(env.text("EMAIL_URL")))
MAIL_DOMAIN = PUBLIC_URL.partition("://")[2].partition(":")[0].partition("/")[0] or "localhost"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"{SHOP_NAME} <shop@{MAIL_DOMAIN}>")

# Safety. Cookies get the __Host- prefix over HTTPS: no other host, path or plain connection can set them.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and env.flag("HSTS_SUBDOMAINS")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET")
STRIPE_API_BASE = env.text("STRIPE_API_BASE")
# The pay button's form may lead on to Stripe's page and to the bank's behind it. No script of theirs runs here.
_LEADS_TO = ("https://checkout.stripe.com", "https://hooks.stripe.com") if STRIPE_SECRET_KEY else ()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],  # the nonce appears only in pages that used it
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF, *_LEADS_TO],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # framing is refused by frame-ancestors and SecurityHeaders
    "security.W003",  # CrossOriginProtection stands in for CSRF tokens; docs/adr/0001
    "security.W005",  # the domain's other hosts are not ours to bind: SHOPKEEPER_HSTS_SUBDOMAINS
    "security.W021",  # preloading needs the same consent
    *([] if HTTPS else ["security.W004", "security.W008", "security.W012"]),  # a shop on plain HTTP: at home
]

LOGGING_CONFIG = "shopkeeper.foundation.http.logs.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "shopkeeper.foundation.http.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    # Routes and statuses are in the access line already; failures (500) are logged here with their reason.
    # Documents tell of every step they take; only what goes wrong is worth a line.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django": {"handlers": [], "propagate": True},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        # Each call and its address, at INFO: too much, and addresses name customers' payments.
        "stripe": {"level": "WARNING"},
    },
}

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# Named by their content, so browsers keep them for good; compressed once, by `shopkeeper run`.
_MANIFEST = (STATIC_ROOT / "staticfiles.json").is_file()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _MANIFEST and not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _MANIFEST or DEBUG
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"

# Ways to pay: a name to the class behind it. The sandbox takes no real money; it goes when Stripe comes, and doctor
# warns of it in production.
_PAYMENTS = "shopkeeper.commerce.payments.backends"
PAYMENT_PROVIDERS = {
    **({"stripe": f"{_PAYMENTS}.stripe.Stripe"} if STRIPE_SECRET_KEY else {}),
    **({"sandbox": f"{_PAYMENTS}.sandbox.Sandbox"} if env.flag("SANDBOX", default=not STRIPE_SECRET_KEY) else {}),
    "transfer": f"{_PAYMENTS}.by_hand.Transfer",
    "invoice": f"{_PAYMENTS}.by_hand.Invoice",
    "cod": f"{_PAYMENTS}.by_hand.CashOnDelivery",
    "credit": "shopkeeper.commerce.credit.backends.provider.CreditProvider",
}

# A service that knows rates better than the shop's own table, and a register of VAT numbers: each a class of a plug-in
# or of ours, asked within a time budget and done without when it does not answer.
TAX_PROVIDER = env.text("TAX_PROVIDER")
VAT_REGISTER = env.text("VAT_REGISTER")

# A customer's next order within so many hours goes into the same box, if that is still open, and its delivery is not
# charged again; 0 for never.
SHIP_TOGETHER_HOURS = env.number("SHIP_TOGETHER_HOURS", 12)

# What is held about people, and who answers for it: asked in this order when somebody wants their data, or to be
# forgotten. Whoever looks at orders comes before those who forget them.
PERSONAL_DATA = [
    "shopkeeper.insight.messaging.personal.Messages",
    "shopkeeper.commerce.returns.personal.Returns",
    "shopkeeper.commerce.changes.personal.Changes",
    "shopkeeper.commerce.checkout.personal.Checkouts",
    "shopkeeper.commerce.shipping.personal.Parcels",
    "shopkeeper.commerce.credit.personal.Credits",
    "shopkeeper.commerce.cart.personal.Carts",
    "shopkeeper.commerce.content.personal.ContactMessages",
    "shopkeeper.commerce.orders.personal.Orders",
    "shopkeeper.commerce.payments.personal.Cards",
    "shopkeeper.commerce.tax.personal.Exemptions",
    "shopkeeper.commerce.customers.personal.Customers",
    "shopkeeper.foundation.privacy.below.Accounts",
    "shopkeeper.foundation.privacy.below.Events",
    "shopkeeper.foundation.privacy.below.Erasures",
]
FAREWELL = "shopkeeper.insight.messaging.operations.send_farewell"

# Who makes labels and follows parcels: a name to the class behind it. The first draws its own labels; the second is a
# carrier of our own with scripted exceptions, and carries nothing.
CARRIERS = {
    "table": "shopkeeper.commerce.shipping.backends.table.TableCarrier",
    "simulated": "shopkeeper.commerce.shipping.backends.simulated.Simulated",
}

# Who gives the money of a broken delivery promise; shipping.backends.staff_remedies.ForStaff leaves it to staff.
DELIVERY_REMEDY = "shopkeeper.commerce.returns.backends.remedies.GivenAtOnce"

# How far lists and search may be behind a change. Looking costs one small query.
SEARCH_REFRESH_SECONDS = 0.5

# Refusals that no view has answered become a page of the shop.
REFUSAL_PAGE = "shopkeeper.interfaces.storefront.views.errors.refusal_page"

# Called in turn, in the background, when a server process starts: what its first visitors would wait for.
WARM_UP = ["shopkeeper.interfaces.storefront.warm_up.warm_up"]
