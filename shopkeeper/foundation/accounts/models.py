"""People who sign in. One table for customers and staff; what staff may do is in ``roles``."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from shopkeeper.foundation.text import email_key


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email_key(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, role="owner", **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An identity, named by its e-mail address (kept in lower case, unique whatever the case)."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    role = models.CharField(max_length=30, blank=True)
    session_epoch = models.PositiveIntegerField(default=0)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_unique_any_case"),)

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """What ties a session to this person. Counting ``session_epoch`` up ends every session there is."""
        return f"{super().get_session_auth_hash()}{self.session_epoch}"


class Session(AbstractBaseSession):
    """A session, and whose it is: so that people can see where they are signed in, and end it."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from shopkeeper.foundation.accounts.sessions import SessionStore

        return SessionStore


class SetUpCode(models.Model):
    """What lets a member of staff set up their first second proof: shown once on the shop's own machine, handed over in
    person, kept as a hash. A mailbox does not hold it, nor does whoever guessed the password."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    code_hash = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()


class SignInCode(models.Model):
    """A code sent by e-mail, for one ``purpose``. ``handle`` names it in the browser that asked; the code itself is
    kept as a hash."""

    handle = models.CharField(max_length=40, unique=True)
    email = models.EmailField(max_length=254)
    purpose = models.CharField(max_length=20, default="sign_in")
    code_hash = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
