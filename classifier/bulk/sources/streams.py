"""Opening an input as a stream of bytes, unpacked where it is compressed, and knowing how much of it was read."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from classifier.bulk.inputs import STANDARD_INPUT, Input
from classifier.extras import extra

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
BUFFER_BYTES = 262_144
PIECE_BYTES = 8_192
"""Of a zstd file at a time: a malicious one unpacks to many thousand times its size."""
LARGEST_WINDOW = 2**31
"""What `zstd --long=31` writes."""
DAMAGE = (OSError, EOFError, zlib.error)
"""What reading a stream raises when the file is damaged, truncated or unreadable."""


@dataclass(frozen=True, slots=True)
class Stream:
    """bytes: to read from. raw: the file under it, whose position says how much of it was read."""

    bytes: BinaryIO
    raw: BinaryIO

    def read_so_far(self) -> int:
        """Bytes of the file read; 0 for a stream that has no positions."""
        try:
            return self.raw.tell()
        except OSError:
            return 0


@contextmanager
def opened_stream(each: Input) -> Iterator[Stream]:
    """An input's bytes, those of gzip and zstd unpacked whatever the file is called. Raises OSError when it can't be opened,
    InputError when unpacking it needs an extra."""
    if each.path == STANDARD_INPUT:
        yield _unpacked(sys.stdin.buffer)
        return
    with open(each.path, "rb", buffering=BUFFER_BYTES) as file:
        yield _unpacked(file)


def _unpacked(file: BinaryIO) -> Stream:
    start = cast(io.BufferedReader, file).peek(4)[:4] if hasattr(file, "peek") else b""
    if start.startswith(GZIP):
        return Stream(cast(BinaryIO, gzip.GzipFile(fileobj=file)), file)
    if start == ZSTD:
        zstandard = extra("zstandard", "zstd", "a file packed with zstd")
        return Stream(cast(BinaryIO, io.BufferedReader(_ZstdReader(file, zstandard), BUFFER_BYTES)), file)
    return Stream(file, file)


class _ZstdReader(io.RawIOBase):
    """The bytes of a zstd file of one or more frames. The library's own stream reader takes a truncated file for a whole one."""

    def __init__(self, file: BinaryIO, zstandard: Any) -> None:
        self._file, self._error = file, zstandard.ZstdError
        self._new_frame = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompressobj
        self._frame = self._new_frame()
        self._is_begun = False
        self._packed, self._unpacked = b"", memoryview(b"")

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as a piece of the file goes; 0 at its end. Raises OSError or EOFError for a damaged one."""
        while not self._unpacked:
            piece = self._packed or self._file.read(PIECE_BYTES)
            if not piece:
                if self._is_begun:
                    raise EOFError("the file ends before its end-of-frame mark")
                return 0
            try:
                self._unpacked, self._is_begun = memoryview(self._frame.decompress(piece)), True
            except self._error as error:
                raise OSError(str(error)) from error
            self._packed = b""
            if self._frame.eof:
                self._packed, self._frame, self._is_begun = self._frame.unused_data, self._new_frame(), False
        count = min(len(buffer), len(self._unpacked))
        buffer[:count], self._unpacked = self._unpacked[:count], self._unpacked[count:]
        return count


def told(error: BaseException) -> str:
    """What went wrong with a file, in a few words."""
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return " ".join(words.split())
