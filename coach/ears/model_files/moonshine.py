"""Moonshine tiny on disk: the weights lie inside a wheel, which is never imported."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from coach.errors import EarError
from coach.reading.files import WEIGHTS, UnreadableError, is_file, opened

ENCODER, DECODER, TOKENS = "encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"
SHA256 = {
    ENCODER: "94e90a4654fc45cdfedb77c4c08e1739f48862998e58fada384b25118134f221",
    DECODER: "cf524c4862d36e9e5ab032eddc73637efd822d70e868ac575cf1a46e1e4708a0",
    TOKENS: "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d",
}
CARRIER, RUNTIME = "moonshine_voice", "onnxruntime"


def find_moonshine() -> Path | None:
    """The folder with the English model, None where it or what runs it is not installed."""
    carrier = find_spec(CARRIER)
    if carrier is None or not carrier.origin or find_spec(RUNTIME) is None:
        return None
    folder = Path(carrier.origin).parent / "assets" / "tiny-en"
    return folder if all(is_file(folder / name) for name in SHA256) else None


def check_moonshine(folder: Path) -> None:
    """Raise EarError unless every file is, to the last bit, the one its publisher released."""
    for name, wanted in SHA256.items():
        try:
            with opened(folder / name, WEIGHTS) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except (OSError, UnreadableError) as error:
            raise EarError(f"{folder / name} cannot be read ({error}); {REMEDY}") from error
        if found != wanted:
            raise EarError(f"{folder / name} is not the file that was released; {REMEDY}")


REMEDY = "run 'pip install --force-reinstall moonshine-voice==0.0.73' or use --ear pocketsphinx"
