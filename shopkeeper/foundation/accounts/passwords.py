"""What makes a password good enough: length, and not being one that everybody tries. No rules of composition
(NIST SP 800-63B, 5.1.1.2): they make passwords hard to type, not hard to guess."""

from __future__ import annotations

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from shopkeeper.foundation.errors import InvalidInput

SHORTEST = 12
LONGEST = 200


def check_password_choice(password: str, *, email: str) -> None:
    """Raises InvalidInput saying what to do about it."""
    problem = ""
    if len(password) < SHORTEST:
        problem = f"Use at least {SHORTEST} characters; a few words in a row are fine."
    elif len(password) > LONGEST:
        problem = f"Use at most {LONGEST} characters."
    elif _is_common(password, email):
        problem = "This one is on the lists that attackers try first. Choose another."
    if problem:
        raise InvalidInput(problem, {"password": problem})


def _is_common(password: str, email: str) -> bool:
    plain = password.lower().strip()
    if email.lower() in plain or email.partition("@")[0].lower() == plain or len(set(plain)) < 4:
        return True
    try:
        CommonPasswordValidator().validate(plain)
    except ValidationError:
        return True
    return False
