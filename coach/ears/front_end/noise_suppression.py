"""Noise suppression: the lifter's voice out of the room's noise, by a small neural network that was shown many of both.

DTLN, "Dual-signal Transformation LSTM Network for Real-Time Noise Suppression", N. L. Westhausen and B. T. Meyer,
Interspeech 2020: a first pair of LSTM layers masks the spectrum, a second one a learnt representation of the signal.
The weights are its authors' (`dtln/`), as half floats. Run over a whole remark at once, so that only what depends on
the frame before is done frame by frame.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from coach.ears.front_end.echo_control import clearance, frame_powers
from coach.ports import Pcm16
from coach.reading.files import WEIGHTS, opened

CLEAR = 35.0
"""Decibels of clearance above which a remark is recognised as it was spoken."""
KEPT = 0.15
"""So much of the remark as it was spoken stays in: what is taken away wholly takes consonants along
(benchmarks/README.md)."""
FRAME, STEP, UNITS = 512, 128, 128
LOUD_RMS = 2500.0
"""What the loud tenth of the frames is brought to, before the network and before the recogniser: both know voices of
usual loudness, and the recogniser's whisper of noise must not drown a far one."""

Floats = np.ndarray[Any, np.dtype[np.float32]]


def enhanced(remark: Pcm16) -> Pcm16:
    """The remark, with the noise taken out where it does not stand clear of the room."""
    if clearance(remark) >= CLEAR or not len(remark):
        return remark
    gain = LOUD_RMS / max(loud_rms(remark), 1.0)
    voice = suppressed(remark.astype(np.float32) * np.float32(gain / 32768)) * (32768 / gain)
    clearer: Pcm16 = np.clip((1 - KEPT) * voice + KEPT * remark, -32768, 32767).astype(np.int16)
    return clearer


def loud_rms(remark: Pcm16) -> float:
    """Root mean square of the loud tenth of the frames."""
    powers = frame_powers(remark)
    return float(np.sqrt(np.percentile(powers, 90))) if len(powers) else 0.0


def suppressed(sound: Floats) -> Floats:
    """Mono float32 at 16 kHz without its noise, as long as before."""
    weights = _weights()
    before = FRAME - STEP
    padded = np.concatenate([np.zeros(before, np.float32), sound, np.zeros(FRAME, np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::STEP]
    spectrum = np.fft.rfft(frames, axis=1)
    seen = _layers(weights, "spectrum", np.abs(spectrum).astype(np.float32))
    mask = _sigmoid(seen @ weights["spectrum_mask"] + weights["spectrum_mask_bias"])
    coded = np.fft.irfft(spectrum * mask, FRAME, axis=1).astype(np.float32) @ weights["signal_encoder"]
    centred = coded - coded.mean(axis=1, keepdims=True)
    even = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-7)
    seen = _layers(weights, "signal", even * weights["signal_scale"] + weights["signal_shift"])
    masked: Floats = coded * _sigmoid(seen @ weights["signal_mask"] + weights["signal_mask_bias"])
    return _overlapped(masked @ weights["signal_decoder"])[before : before + len(sound)]


def _layers(weights: dict[str, Floats], name: str, given: Floats) -> Floats:
    """Two LSTM layers over all frames."""
    for number in (1, 2):
        layer = f"{name}_{number}"
        driven = given @ weights[f"{layer}_input"] + weights[f"{layer}_bias"]
        given = _recurrent(driven, weights[f"{layer}_state"])
    return given


def _recurrent(driven: Floats, weights: Floats) -> Floats:
    """What depends on the frame before; gates in the order input, forget, output, candidate."""
    state, memory = np.zeros(UNITS, np.float32), np.zeros(UNITS, np.float32)
    out = np.empty((len(driven), UNITS), np.float32)
    for number, row in enumerate(driven):
        gates = row + state @ weights
        opened = _sigmoid(gates[: 3 * UNITS])
        memory = opened[UNITS : 2 * UNITS] * memory + opened[:UNITS] * np.tanh(gates[3 * UNITS :])
        state = out[number] = opened[2 * UNITS :] * np.tanh(memory)
    return out


def _sigmoid(values: Floats) -> Floats:
    half = np.float32(0.5)
    opened: Floats = half * np.tanh(half * values) + half  # no overflow at either end
    return opened


def _overlapped(frames: Floats) -> Floats:
    """The frames added up, each a step later than the one before."""
    sound = np.zeros((len(frames) - 1) * STEP + FRAME, np.float32)
    for quarter in range(FRAME // STEP):
        part = frames[:, quarter * STEP : (quarter + 1) * STEP].reshape(-1)
        sound[quarter * STEP : quarter * STEP + len(part)] += part
    return sound


@cache
def _weights() -> dict[str, Floats]:
    with opened(Path(__file__).parent / "dtln" / "weights.npz", WEIGHTS) as file, np.load(file) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}
