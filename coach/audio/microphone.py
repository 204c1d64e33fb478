"""The microphone: any rate in, blocks of 20 ms at the ears' rate out; from a stream or from a file."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from coach.errors import InputError
from coach.ports import EAR_RATE, Pcm16, Samples

BLOCK = EAR_RATE // 50
"""Ear samples in a block: 20 ms."""


class EarBlocks:
    """Turns mono float32 sound at `rate`, in pieces of any size, into int16 blocks of `BLOCK` ear samples."""

    def __init__(self, rate: int) -> None:
        self._stream: Any = None
        if rate != EAR_RATE:
            import soxr

            self._stream = soxr.ResampleStream(rate, EAR_RATE, 1, dtype="float32", quality="HQ")
        self._rest: Samples = np.zeros(0, dtype=np.float32)
        self._rate = rate
        self._taken = 0
        self._given = 0

    @property
    def behind(self) -> float:
        """Seconds of sound taken in and not yet given out."""
        return self._taken / self._rate - self._given / EAR_RATE

    def push(self, samples: Samples, *, last: bool = False) -> Iterator[Pcm16]:
        """The blocks complete with these samples; with `last` what is left, filled up with silence."""
        self._taken += len(samples)
        if self._stream is not None:
            samples = self._stream.resample_chunk(samples, last=last)
        sound = np.concatenate((self._rest, samples))
        if last and len(sound) % BLOCK:
            sound = np.concatenate((sound, np.zeros(-len(sound) % BLOCK, dtype=np.float32)))
        whole = len(sound) - len(sound) % BLOCK
        self._rest = sound[whole:]
        for first in range(0, whole, BLOCK):
            self._given += BLOCK
            yield as_pcm(sound[first : first + BLOCK])


class FileMicrophone:
    """A sound file heard as the microphone, any rate, mono or stereo; silence after its end."""

    def __init__(self, path: Path) -> None:
        import soundfile

        try:
            self._file = soundfile.SoundFile(path)
        except (soundfile.LibsndfileError, OSError) as error:
            raise InputError(
                f"The microphone file {path} cannot be read ({error}); give a WAV, FLAC or OGG."
            ) from error
        self._blocks = self._read()
        self.ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; may be called more than once."""
        self._file.close()

    def next_block(self) -> Pcm16:
        """The next 20 ms; silence when the file has `ended`."""
        block = next(self._blocks, None)
        self.ended = block is None
        return np.zeros(BLOCK, dtype=np.int16) if block is None else block

    def _read(self) -> Iterator[Pcm16]:
        maker = EarBlocks(self._file.samplerate)
        while len(piece := self._file.read(self._file.samplerate, dtype="float32", always_2d=True)):
            yield from maker.push(mono(piece))
        yield from maker.push(np.zeros(0, dtype=np.float32), last=True)


def mono(samples: Samples) -> Samples:
    """The mean of all channels of (frames, channels)."""
    return np.ascontiguousarray(samples.mean(axis=1, dtype=np.float32))


def as_pcm(samples: Samples) -> Pcm16:
    """Float32 within -1..1 as int16, bent into range."""
    return np.asarray(np.clip(np.round(samples * 32767), -32768, 32767), dtype=np.int16)
