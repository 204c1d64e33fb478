"""The microphone: any rate in, blocks of 20 ms at the ears' rate out; from a stream or from a file."""

import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from coach.audio.capture.channels import Channels
from coach.errors import InputError
from coach.ports import EAR_RATE, Pcm16, Samples
from coach.reading.files import SOUND, UnreadableError, opened

BLOCK = EAR_RATE // 50
"""Ear samples in a block: 20 ms."""


SLOWEST, FASTEST = 2_000, 800_000
"""Samples a second that a recording may have. One that says less is broken: an hour of it would be a few kilobytes."""


LOUDEST = 16.0
"""Full scales that a sample of a file of floats may reach; what is beyond would overflow on its way."""


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
            self._source = opened(path, SOUND)
        except UnreadableError as error:
            raise InputError(f"{error}; give a recording (WAV, FLAC or OGG)") from error
        try:
            self._file = soundfile.SoundFile(_whole(self._source))
        except (soundfile.LibsndfileError, OSError) as error:
            self._source.close()
            why = error.error_string if isinstance(error, soundfile.LibsndfileError) else error
            raise InputError(f"{path} cannot be read as sound ({why}); give a WAV, FLAC or OGG") from error
        if not SLOWEST <= self._file.samplerate <= FASTEST:
            self.close()
            rate = f"{self._file.samplerate} samples a second"
            raise InputError(f"{path} is broken, it says it has {rate}; give a recording of 8 to 192 kHz")
        self._channels = Channels(self._file.samplerate)
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
        self._source.close()

    def next_block(self) -> Pcm16:
        """The next 20 ms; silence when the file has `ended`."""
        block = next(self._blocks, None)
        self.ended = block is None
        return np.zeros(BLOCK, dtype=np.int16) if block is None else block

    def told(self) -> str:
        """What is wrong with its channels; nothing where there is nothing to say."""
        return self._channels.told()

    def blocks(self) -> Iterator[Pcm16]:
        """What is left of the file; a file of any length is never in memory whole."""
        return self._blocks

    def _read(self) -> Iterator[Pcm16]:
        maker = EarBlocks(self._file.samplerate)
        while len(piece := self._file.read(self._file.samplerate, dtype="float32", always_2d=True)):
            known = np.nan_to_num(piece, nan=0.0, posinf=1.0, neginf=-1.0)  # a file of floats may hold anything
            sound = np.clip(known, -LOUDEST, LOUDEST)
            yield from maker.push(self._channels.mixed(sound))
        yield from maker.push(np.zeros(0, dtype=np.float32), last=True)


HEADER = 65_536
"""Bytes in which the header of a recording is looked for."""


class _Unfinished:
    """A WAV whose writer was killed before it wrote how long it is: its length says "to the end"."""

    def __init__(self, source: BufferedReader, length_at: int) -> None:
        self._source, self._length_at = source, length_at
        self.seek, self.tell = source.seek, source.tell

    def readinto(self, buffer: bytearray) -> int:
        begin = self._source.tell()
        number = self._source.readinto(buffer)
        for place in range(max(begin, self._length_at), min(begin + number, self._length_at + 4)):
            buffer[place - begin : place - begin + 1] = b"\xff"
        return number


def _whole(source: BufferedReader) -> Any:
    """The recording as it is to be read; raises OSError for what is none, but would be decoded with much noise."""
    if not os.fstat(source.fileno()).st_size:  # so the kernel's log looks, in which nobody can go back
        raise OSError("it is empty")
    head = source.read(HEADER)
    source.seek(0)
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] >= b"\xe0"):
        raise OSError("it is an MP3")
    data = head.find(b"data\0\0\0\0")
    follows = head[data + 8 : data + 12]
    if head.startswith(b"RIFF") and data >= 0 and follows and not all(32 <= each < 127 for each in follows):
        return _Unfinished(source, data + 4)
    return source


def as_pcm(samples: Samples) -> Pcm16:
    """Float32 within -1..1 as int16, bent into range."""
    return np.asarray(np.clip(np.round(samples * 32767), -32768, 32767), dtype=np.int16)
