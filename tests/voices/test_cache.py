"""The phrases on disk: found again, safe, bounded."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from coach.ports import Samples
from coach.voices.cache import PhraseCache

KEY = PhraseCache.key("hello", {"rate": 165}, "engine 1")


def noise(length: int = 4000, seed: int = 0) -> Samples:
    return np.random.default_rng(seed).uniform(-0.5, 0.5, length).astype(np.float32)


def the_file(folder: Path) -> Path:
    (path,) = folder.rglob("*.flac")
    return path


def test_what_was_put_is_found_again(tmp_path: Path) -> None:
    PhraseCache(tmp_path).put(KEY, noise(), 22_050)
    found = PhraseCache(tmp_path).get(KEY)
    assert found is not None
    assert found[1] == 22_050
    assert np.abs(found[0] - noise()).max() < 2 / 32768


def test_any_player_can_play_a_kept_phrase(tmp_path: Path) -> None:
    PhraseCache(tmp_path).put(KEY, noise(), 22_050)
    samples, rate = soundfile.read(the_file(tmp_path))
    assert (len(samples), rate) == (4000, 22_050)


def test_text_settings_and_engine_each_make_another_key() -> None:
    keys = {
        PhraseCache.key(text, {"rate": rate}, engine)
        for text in ("a", "b")
        for rate in (1, 2)
        for engine in ("e 1", "e 2")
    }
    assert len(keys) == 8


def test_what_was_never_put_is_not_found(tmp_path: Path) -> None:
    assert PhraseCache(tmp_path).get(KEY) is None


@pytest.mark.parametrize("at", [0, 40, 900, -1])
def test_a_damaged_file_is_removed_and_not_believed(tmp_path: Path, at: int) -> None:
    cache = PhraseCache(tmp_path)
    cache.put(KEY, noise(), 22_050)
    content = bytearray(the_file(tmp_path).read_bytes())
    content[at] ^= 0xFF
    the_file(tmp_path).write_bytes(content)
    assert cache.get(KEY) is None
    assert not cache.has(KEY)


@pytest.mark.parametrize("length", [0, 10, 500])
def test_a_file_cut_short_is_not_believed(tmp_path: Path, length: int) -> None:
    cache = PhraseCache(tmp_path)
    cache.put(KEY, noise(), 22_050)
    os.truncate(the_file(tmp_path), length)
    assert cache.get(KEY) is None


def test_the_cache_stays_within_its_bound_and_drops_what_was_unused_longest(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path, limit=60_000)
    keys = [PhraseCache.key(str(number), {}, "e") for number in range(20)]
    for number, key in enumerate(keys):
        cache.put(key, noise(seed=number), 22_050)
        path = next(path for path in tmp_path.rglob("*.flac") if path.stem == key)
        os.utime(path, (number, number))
    kept = [number for number, key in enumerate(keys) if cache.has(key)]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.flac")) <= 60_000
    assert kept == list(range(kept[0], 20))


def test_leavings_of_a_power_cut_count_and_are_cleared_away(tmp_path: Path) -> None:
    cache = PhraseCache(tmp_path, limit=20_000)
    (tmp_path / "v0").mkdir()
    (tmp_path / "v0" / "old.part").write_bytes(bytes(50_000))
    os.utime(tmp_path / "v0" / "old.part", (1, 1))
    cache.put(KEY, noise(), 22_050)
    assert not (tmp_path / "v0" / "old.part").exists()
    assert cache.has(KEY)


def test_a_place_that_cannot_be_written_is_trouble_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = PhraseCache(tmp_path / "file")
    cache.put(KEY, noise(), 22_050)
    assert "cannot be written" in cache.trouble
    assert cache.get(KEY) is None
