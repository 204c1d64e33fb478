"""The phrases already rendered, on disk: found again by what was said and exactly how, safe against a power cut.

A phrase is a FLAC file (16 bit, mono) with the digest of its own bytes behind it: any player can play it, and a file
that is damaged in any way is noticed, removed and rendered anew. Files appear whole or not at all; the folder is
bounded, and what has not been used for longest goes first. Sessions and processes share it.
"""

import contextlib
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from coach.ports import Samples
from coach.reading.files import CLIP, UnreadableError, read_bytes

VERSION = "v1"
"""Raised when the way clips are made changes, so that old files are never taken for new ones."""

DIGEST_SIZE = hashlib.sha256().digest_size


class PhraseCache:
    """Rendered phrases under `folder`, at most `limit` bytes of them. Failing to keep one is never an error."""

    def __init__(self, folder: Path, *, limit: int = 200_000_000) -> None:
        self._root = folder
        self._folder = folder / VERSION
        self._limit = limit
        self._size: int | None = None
        self.trouble = ""

    @staticmethod
    def key(text: str, definition: dict[str, Any], engine: str) -> str:
        """What identifies a rendering: the text as given to the engine, every setting, and the engine's version."""
        whole = json.dumps([text, definition, engine], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()

    def get(self, key: str) -> tuple[Samples, int] | None:
        """Mono float32 samples and their rate, or None; a damaged file is removed."""
        import soundfile

        path = self._path(key)
        try:
            whole = read_bytes(path, CLIP)
        except UnreadableError:
            return None
        body, digest = whole[:-DIGEST_SIZE], whole[-DIGEST_SIZE:]
        if hashlib.sha256(body).digest() != digest:
            _remove(path)
            return None
        try:
            samples, rate = soundfile.read(io.BytesIO(body), dtype="float32")
        except soundfile.LibsndfileError:
            _remove(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now: the last to be dropped
        return np.asarray(samples, dtype=np.float32), int(rate)

    def has(self, key: str) -> bool:
        """Whether there is a file for this key, damaged or not."""
        return self._path(key).exists()

    def put(self, key: str, samples: Samples, rate: int) -> None:
        """Keep a phrase; a full or read-only disk is remembered in `trouble`, nothing more."""
        import soundfile

        buffer = io.BytesIO()
        soundfile.write(buffer, samples, rate, format="FLAC", subtype="PCM_16")
        body = buffer.getvalue()
        try:
            self._write(self._path(key), body + hashlib.sha256(body).digest())
        except OSError as error:
            self.trouble = (
                f"The phrase cache {self._root} cannot be written ({error.strerror}); phrases are rendered each time."
            )
            return
        if self._size is not None:
            self._size += len(body) + DIGEST_SIZE
        if self._bytes() > self._limit:
            self.prune()

    def prune(self) -> None:
        """Drop what was unused for longest until a tenth of the room is free, and leavings of other versions."""
        files = sorted(self._files(), key=lambda entry: entry[1])
        size = sum(entry[2] for entry in files)
        for path, _, length in files:
            if size <= 0.9 * self._limit:
                break
            _remove(path)
            size -= length
        self._size = size

    def _bytes(self) -> int:
        if self._size is None:
            self._size = sum(entry[2] for entry in self._files())
        return self._size

    def _files(self) -> Iterator[tuple[Path, float, int]]:
        """Path, time of last use and size of every kept file, half-written and older ones included."""
        for path in self._root.rglob("*"):
            with contextlib.suppress(OSError):  # another process may have removed it meanwhile
                status = path.stat()
                if path.suffix in {".flac", ".part"} and path.is_file():
                    yield path, status.st_mtime, status.st_size

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.flac"

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except OSError:
            _remove(Path(name))
            raise


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
