"""Which tax region a destination belongs to, however people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.commerce.tax.regions import UNION, tax_place

LETTERS = st.text(max_size=20)


@pytest.mark.parametrize(
    ("country", "postcode", "region", "code", "in_union"),
    [
        ("NL", "1015 CJ", "", "NL", True),
        ("ES", "28013", "Madrid", "ES", True),
        ("ES", "35001", "", "ES-CN", False),
        ("ES", "38 003", "", "ES-CN", False),
        ("ES", "51001", "", "ES-CE", False),
        ("ES", "52001", "", "ES-ML", False),
        ("DE", "78266", "", "DE-BUS", False),
        ("DE", "78267", "", "DE", True),
        ("DE", "27498", "", "DE-HEL", False),
        ("IT", "23041", "", "IT-LIV", False),
        ("IT", "22061", "", "IT-CAM", False),
        ("IT", "22060", "", "IT", True),
        ("FI", "AX-22100", "", "FI-AX", False),
        ("FI", "22100", "", "FI-AX", False),
        ("AX", "22100", "", "FI-AX", False),
        ("FR", "97110", "", "FR-OM", False),
        ("RE", "97400", "", "FR-OM", False),
        ("FR", "20000", "", "FR", True),
        ("GR", "63086", "", "GR-ATH", False),
        ("PT", "9000-001", "", "PT-30", True),
        ("PT", "9500-001", "", "PT-20", True),
        ("AT", "6991", "", "AT-JK", True),
        ("MC", "98000", "", "FR", True),
        ("IM", "IM1 1AA", "", "GB", False),
        ("GB", "bt1 5gs", "", "XI", True),
        ("GB", "B1 1AA", "", "GB", False),
        ("GB", "JE2 3AB", "", "JE", False),
        ("GB", "GY1 1AA", "", "GG", False),
        ("US", "94103", "", "US-CA", False),
        ("US", "94103-1234", "Nevada", "US-CA", False),
        ("US", "", "california", "US-CA", False),
        ("US", "", "CA", "US-CA", False),
        ("US", "75502", "", "US-AR", False),
        ("US", "06390", "", "US-NY", False),
        ("US", "", "Elsewhere", "US", False),
        ("CA", "M5V 2T6", "", "CA-ON", False),
        ("CA", "", "Québec", "CA-QC", False),
        ("CH", "8001", "ZH", "CH", False),
        ("JP", "100-0001", "東京都", "JP", False),
    ],
)
def test_a_destination_belongs_to_one_region(
    country: str, postcode: str, region: str, code: str, in_union: bool
) -> None:
    place = tax_place(country, postcode, region)

    assert (place.code, place.in_union) == (code, in_union)


@given(st.sampled_from(sorted(UNION - {"XI"} | {"US", "CA", "GB", "CH"})), LETTERS, LETTERS)
def test_whatever_is_typed_there_is_an_answer_within_the_country(country: str, postcode: str, region: str) -> None:
    place = tax_place(country, postcode, region)

    assert place.country in ({country} if country != "GB" else {"GB", "XI", "JE", "GG"})
    assert tax_place(country, postcode, region) == place
