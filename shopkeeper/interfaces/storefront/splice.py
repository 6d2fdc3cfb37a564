"""A compressed page with one gap in it, so that each copy can carry a fresh key without being compressed anew.

Both formats allow bytes to stand in the stream as they are, at a byte boundary: a stored block in DEFLATE (RFC 1951,
3.2.4), an uncompressed meta-block in Brotli (RFC 7932, 9.2). The gap has a fixed length, so distances that reach back
over it stay right; with DEFLATE a full flush forbids such distances. Brotli also looks at the two bytes before a
literal, which is why every key ends alike. What was made is read back before it is used.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from dataclasses import dataclass

import brotli

from shopkeeper.foundation import ids
from shopkeeper.foundation.http.compression import BROTLI_QUALITY, GZIP_LEVEL, compressed

ENDING = "-k"
GAP = b"Zq7Xw0vJ9kY2Qp5Xj8Vz" + ENDING.encode()
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def fresh_key() -> bytes:
    """A key nobody had before (120 bits), as long as the gap."""
    return (ids.token()[: len(GAP) - len(ENDING)] + ENDING).encode()


@dataclass(frozen=True)
class Spliced:
    """A body in one encoding, cut at its gap. Without a gap ``after`` is empty and ``before`` is all of it."""

    encoding: str
    before: bytes
    after: bytes
    plain_before: bytes
    plain_after: bytes
    has_gap: bool

    @property
    def size(self) -> int:
        kept = len(self.before) + len(self.after)
        return kept + (len(self.plain_after) if self.encoding == "gzip" else 0)

    def filled(self, key: bytes) -> bytes:
        """The body with ``key`` in its gap."""
        if not self.has_gap:
            return self.before
        return b"".join((self.before, _stored(self.encoding, key), self.after, self._trailer(key)))

    def _trailer(self, key: bytes) -> bytes:
        if self.encoding != "gzip":
            return b""
        checksum = zlib.crc32(self.plain_after, zlib.crc32(key, zlib.crc32(self.plain_before)))
        return struct.pack("<II", checksum, (len(self.plain_before) + len(key) + len(self.plain_after)) & 0xFFFFFFFF)


def spliced(body: bytes, encoding: str) -> Spliced | None:
    """``body`` in ``encoding`` (``br``, ``gzip`` or nothing) with its gap open; null when that cannot be done."""
    if GAP not in body:
        whole = compressed(body, encoding) if encoding else body
        return Spliced(encoding, whole, b"", b"", b"", has_gap=False)
    before, after = body.split(GAP, 1)
    if GAP in after:
        return None
    made = Spliced(encoding, *_cut(before, after, encoding), before, after, has_gap=True)
    key = fresh_key()
    return made if _read(made.filled(key), encoding) == before + key + after else None


def _cut(before: bytes, after: bytes, encoding: str) -> tuple[bytes, bytes]:
    if encoding == "br":
        press = brotli.Compressor(mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
        first = press.process(before) + press.flush()
        press.process(GAP)
        press.flush()
        return first, press.process(after) + press.finish()
    if encoding == "gzip":
        deflate = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, -15)
        first = _GZIP_HEAD + deflate.compress(before) + deflate.flush(zlib.Z_FULL_FLUSH)
        return first, deflate.compress(after) + deflate.flush()
    return before, after


def _stored(encoding: str, key: bytes) -> bytes:
    if encoding == "br":
        # Not the last, four nibbles of length, uncompressed, filled up to a byte.
        return ((len(key) - 1) << 3 | 1 << 19).to_bytes(3, "little") + key
    if encoding == "gzip":
        return b"\x00" + struct.pack("<HH", len(key), len(key) ^ 0xFFFF) + key
    return key


def _read(body: bytes, encoding: str) -> bytes | None:
    try:
        if encoding == "br":
            return bytes(brotli.decompress(body))
        return gzip.decompress(body) if encoding == "gzip" else body
    except (brotli.error, OSError, EOFError, zlib.error):
        return None
