"""Opening an input as a stream of bytes, unpacked where it is compressed, and knowing how much of it was read."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from classifier.bulk.extras import extra
from classifier.bulk.inputs import STANDARD_INPUT, Input

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
BUFFER_BYTES = 262_144
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
        unpacker = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW)
        reader = unpacker.stream_reader(file, read_across_frames=True, closefd=False)
        return Stream(cast(BinaryIO, io.BufferedReader(_Told(reader, zstandard.ZstdError), BUFFER_BYTES)), file)
    return Stream(file, file)


class _Told(io.RawIOBase):
    """A zstd reader whose errors are those of any damaged file."""

    def __init__(self, reader: BinaryIO, error: type[Exception]) -> None:
        self._reader, self._error = reader, error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        try:
            return cast(io.RawIOBase, self._reader).readinto(buffer) or 0  # type: ignore[arg-type]
        except self._error as error:
            raise OSError(str(error)) from error


def told(error: BaseException) -> str:
    """What went wrong with a file, in a few words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
