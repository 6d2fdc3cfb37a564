"""Django's settings, read from the environment. Every name is explained in docs/guide/configuration.md."""

from __future__ import annotations

from shopkeeper.config import environment as env

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
    "shopkeeper.insight.search",
    "shopkeeper.commerce.checkout",
    "shopkeeper.commerce.shipping",
    "shopkeeper.commerce.orders",
    "shopkeeper.commerce.payments",
    "shopkeeper.commerce.cart",
    "shopkeeper.commerce.pricing",
    "shopkeeper.commerce.inventory",
    "shopkeeper.commerce.catalogue",
    "shopkeeper.commerce.content",
    "shopkeeper.commerce.customers",
    "shopkeeper.foundation.audit",
    "shopkeeper.foundation.accounts",
    "shopkeeper.foundation.events",
    "shopkeeper.foundation.tasks",
    "shopkeeper.foundation.http",
]
INSTALLED_APPS = [
    *SHOP_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "shopkeeper.config.urls"
WSGI_APPLICATION = "shopkeeper.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": env.database(HOME)}
CACHES = {"default": env.cache()}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
