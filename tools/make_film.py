"""Make the film that keeps a phone's screen awake: black, silent, ten seconds; `python -m tools.make_film`.

H.264 (one picture as raw samples, then pictures that repeat it) with a silent track of AAC in an MP4, which every phone
plays; written out here, so that no encoder is needed and the file comes out the same everywhere. The silent track is
there because some browsers take a film without one for decoration, which keeps no screen awake.
"""

import struct
import sys
from collections.abc import Iterable, Sequence

from tools.marked import ROOT

FILM = ROOT / "coach" / "link" / "web" / "page" / "awake.mp4"

SECONDS = 10
SIDE = 4
"""Macroblocks of 16 by 16 samples in a row, and rows; some decoders refuse less than 48 samples."""

RATE = 44_100
FRAME = 1024
"""Samples of sound in a frame of AAC."""

SILENCE = bytes.fromhex("00c800802380")
"""A frame of one channel in which nothing is coded."""

TICKS = 1000
"""A second, in the film's own unit."""

UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


class Bits:
    """A string of bits as H.264 writes them."""

    def __init__(self) -> None:
        self._bits: list[int] = []

    def put(self, value: int, width: int) -> "Bits":
        """A number of so many bits."""
        self._bits += [value >> place & 1 for place in reversed(range(width))]
        return self

    def golomb(self, *values: int) -> "Bits":
        """Numbers from nought on, each in as many bits as it needs (Exp-Golomb)."""
        for value in values:
            width = (value + 1).bit_length()
            self.put(0, width - 1).put(value + 1, width)
        return self

    def aligned(self) -> "Bits":
        """Noughts up to the next byte."""
        return self.put(0, -len(self._bits) % 8)

    def unit(self, header: int) -> bytes:
        """Its header, the bits with the one that ends them; what would look like a unit's start is parted by a 3."""
        self.put(1, 1).aligned()
        text = "".join(map(str, self._bits))
        found = bytearray([header])
        for number in int(text, 2).to_bytes(len(text) // 8, "big"):
            if number <= 3 and len(found) > 2 and found[-2:] == b"\0\0":
                found.append(3)
            found.append(number)
        return bytes(found)


def sequence() -> bytes:
    """What all pictures are: baseline, level 1.1, their size, each shown as soon as it is there."""
    bits = Bits().put(66, 8).put(0b11000000, 8).put(11, 8)
    bits.golomb(0, 0, 2, 1).put(0, 1).golomb(SIDE - 1, SIDE - 1)
    return bits.put(0b1100, 4).unit(0x67)


def parameters() -> bytes:
    """How they are coded: without arithmetic coding, one slice a picture."""
    return Bits().golomb(0, 0).put(0, 2).golomb(0, 0, 0).put(0, 3).golomb(0, 0, 0).put(0b100, 3).unit(0x68)


def first() -> bytes:
    """A black picture, every macroblock as its samples."""
    bits = Bits().golomb(0, 7, 0).put(0, 4).golomb(0).put(0, 2).golomb(0).golomb(1)
    for _ in range(SIDE * SIDE):
        bits.golomb(25).aligned()
        for value, count in ((16, 256), (128, 128)):
            for _ in range(count):
                bits.put(value, 8)
    return bits.unit(0x65)


def repeated(number: int) -> bytes:
    """A picture in which nothing has moved since the one before."""
    bits = Bits().golomb(0, 5, 0).put(number % 16, 4).put(0, 1).put(0, 1).put(0, 1).golomb(0).golomb(1)
    return bits.golomb(SIDE * SIDE).unit(0x41)


def box(kind: str, *parts: bytes) -> bytes:
    """A part of the file, with its length and its name."""
    body = b"".join(parts)
    return struct.pack(">I4s", len(body) + 8, kind.encode()) + body


def full(kind: str, *parts: bytes, flags: int = 0) -> bytes:
    """A part with a version, which is nought, and flags."""
    return box(kind, struct.pack(">I", flags), *parts)


def described(tag: int, *parts: bytes) -> bytes:
    """A descriptor of MPEG-4."""
    body = b"".join(parts)
    return bytes([tag, len(body)]) + body


def picture_entry() -> bytes:
    """What a decoder of pictures has to know."""
    units = (sequence(), parameters())
    told = bytes([1, *units[0][1:4], 0xFF, 0xE1]) + struct.pack(">H", len(units[0])) + units[0]
    told += bytes([1]) + struct.pack(">H", len(units[1])) + units[1]
    side = 16 * SIDE
    head = struct.pack(">6xH16xHHIIIH32xHh", 1, side, side, 0x480000, 0x480000, 0, 1, 24, -1)
    return box("avc1", head, box("avcC", told))


def sound_entry() -> bytes:
    """What a decoder of sound has to know: AAC of low complexity, one channel."""
    special = described(5, bytes.fromhex("1208"))
    decoder = described(4, struct.pack(">BBBHII", 0x40, 0x15, 0, 0, 4000, 4000), special)
    stream = described(3, struct.pack(">HB", 1, 0), decoder, described(6, b"\2"))
    head = struct.pack(">6xH8xHHIHH", 1, 1, 16, 0, RATE, 0)
    return box("mp4a", head, full("esds", stream))


# many: what the parts of a track are
def track(
    number: int, kind: str, entry: bytes, samples: Sequence[bytes], scale: int, length: int, offset: int
) -> bytes:
    """A track whose samples of `length` ticks each lie behind one another from `offset` on."""
    ticks = len(samples) * length
    seen = 16 * SIDE << 16 if kind == "vide" else 0
    head = struct.pack(">5I8x4H", 0, 0, number, 0, ticks * TICKS // scale, 0, 0, 0 if seen else 0x100, 0)
    media = full("vmhd", bytes(8), flags=1) if seen else full("smhd", bytes(4))
    table = box(
        "stbl",
        full("stsd", struct.pack(">I", 1), entry),
        full("stts", struct.pack(">III", 1, len(samples), length)),
        *([full("stss", struct.pack(">II", 1, 1))] if seen else []),
        full("stsc", struct.pack(">IIII", 1, 1, len(samples), 1)),
        full("stsz", struct.pack(">II", 0, len(samples)), *(struct.pack(">I", len(each)) for each in samples)),
        full("stco", struct.pack(">II", 1, offset)),
    )
    here = box("dinf", full("dref", struct.pack(">I", 1), full("url ", flags=1)))
    return box(
        "trak",
        full("tkhd", head, UNITY, struct.pack(">II", seen, seen), flags=3),
        box(
            "mdia",
            full("mdhd", struct.pack(">IIIIHH", 0, 0, scale, ticks, 0x55C4, 0)),
            full("hdlr", struct.pack(">I4s12x", 0, kind.encode()), b"\0"),
            box("minf", media, here, table),
        ),
    )


def head(pictures: Sequence[bytes], sounds: Sequence[bytes], offset: int) -> bytes:
    """Everything but the samples, which begin at `offset`."""
    whole = struct.pack(">IIIIIH10x", 0, 0, TICKS, SECONDS * TICKS, 0x10000, 0x100)
    return box(
        "moov",
        full("mvhd", whole, UNITY, bytes(24), struct.pack(">I", 3)),
        track(1, "vide", picture_entry(), pictures, TICKS, TICKS, offset),
        track(2, "soun", sound_entry(), sounds, RATE, FRAME, offset + sum(map(len, pictures))),
    )


def film() -> bytes:
    """The whole file, with what a player needs first in front."""
    pictures = [*_framed([first(), *(repeated(number) for number in range(1, SECONDS))])]
    sounds = [SILENCE] * (SECONDS * RATE // FRAME)
    kind = box("ftyp", b"isom", struct.pack(">I", 0x200), b"isomiso2avc1mp41")
    offset = len(kind) + len(head(pictures, sounds, 0)) + 8
    return kind + head(pictures, sounds, offset) + box("mdat", *pictures, *sounds)


def _framed(units: Iterable[bytes]) -> Iterable[bytes]:
    return (struct.pack(">I", len(unit)) + unit for unit in units)


if __name__ == "__main__":
    FILM.write_bytes(film())
    sys.stdout.write(f"{FILM.relative_to(ROOT)}: {len(film())} bytes\n")
