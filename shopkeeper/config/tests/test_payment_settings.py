"""Which providers a shop has, by what its environment says; and where its forms may lead."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import json
from shopkeeper.config import settings
policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
print(json.dumps([sorted(settings.PAYMENT_PROVIDERS), policy["form-action"], policy["script-src"]], default=str))
"""


@pytest.mark.parametrize(
    ("said", "has_stripe", "has_sandbox"),
    [
        ({}, False, True),
        ({"STRIPE_SECRET_KEY": "sk_test_1"}, True, False),
        ({"STRIPE_SECRET_KEY": "sk_test_1", "SANDBOX": "1"}, True, True),
        ({"SANDBOX": "0"}, False, False),
    ],
)
def test_stripe_comes_with_its_key_and_the_sandbox_goes(
    tmp_path: Path, said: dict[str, str], has_stripe: bool, has_sandbox: bool
) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHOPKEEPER_")}
    named = {f"SHOPKEEPER_{name}": value for name, value in said.items()}
    env = {**clean, **named, "SHOPKEEPER_HOME": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True)

    providers, leads_to, scripts = json.loads(run.stdout)

    assert ("stripe" in providers, "sandbox" in providers) == (has_stripe, has_sandbox)
    assert {"credit", "transfer", "invoice", "cod"} <= set(providers)
    assert ("https://checkout.stripe.com" in leads_to) == has_stripe
    assert not [one for one in scripts if "stripe" in one]
