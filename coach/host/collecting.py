"""The interpreter's search for garbage, held back while what stays is loaded."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile, and never again through what was made: it is content and code, and stays.

    Loading makes hundreds of thousands of lasting objects, and looking through them over and over takes a tenth of a
    start; later it would hold up the thread that fills the loudspeaker.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()
