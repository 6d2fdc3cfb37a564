"""The European Commission's VAT Information Exchange System, by its REST interface (“VIES on-the-Web”)."""

from __future__ import annotations

import json
from urllib.error import URLError
from urllib.request import Request, urlopen

from shopkeeper.commerce.tax.ports import RegisterUnavailable, VatAnswer

ADDRESS = "https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number"
SECONDS = 3
MOST_BYTES = 100_000


class Vies:
    """Asks for one number at a time. A Member State's own register is often away for minutes: then nobody knows."""

    def __init__(self, address: str = ADDRESS) -> None:
        self._address = address

    def check(self, number: str) -> VatAnswer:
        body = json.dumps({"countryCode": number[:2], "vatNumber": number[2:]}).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        request = Request(self._address, data=body, headers=headers, method="POST")  # noqa: S310 - fixed address
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                told = json.loads(answer.read(MOST_BYTES))
        except (URLError, OSError, ValueError) as error:
            raise RegisterUnavailable("VIES did not answer.") from error
        if not isinstance(told, dict) or not isinstance(told.get("valid"), bool):
            # Errors come as 200 with errorWrappers, such as MS_UNAVAILABLE or MS_MAX_CONCURRENT_REQ.
            raise RegisterUnavailable("VIES could not say.")
        return VatAnswer(told["valid"], str(told.get("name") or ""), str(told.get("requestIdentifier") or ""))
