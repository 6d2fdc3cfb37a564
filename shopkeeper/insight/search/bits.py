"""Sets of documents as the bits of one whole number: a filter is an ``&``, a count is ``bit_count()``.

At 50,000 documents a set is 6 kB and an intersection takes about a microsecond, which is why every
facet count can be exact.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def from_ordinals(ordinals: Iterable[int], size: int) -> int:
    """The set of these document numbers, all below ``size``."""
    raw = bytearray(size // 8 + 1)
    for ordinal in ordinals:
        raw[ordinal >> 3] |= 1 << (ordinal & 7)
    return int.from_bytes(raw, "little")


def as_mask(bits: int, size: int) -> NDArray[np.bool_]:
    """The set as a boolean array of ``size`` places."""
    raw = np.frombuffer(bits.to_bytes(size // 8 + 1, "little"), dtype=np.uint8)
    return np.unpackbits(raw, bitorder="little")[:size].astype(np.bool_)


def from_mask(mask: NDArray[np.bool_]) -> int:
    """The set of those document numbers whose place in ``mask`` is true."""
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def ordinals(bits: int, size: int) -> NDArray[np.int64]:
    """The document numbers in a set, lowest first."""
    return np.flatnonzero(as_mask(bits, size)).astype(np.int64)
