"""What Teams refuses in a picture of a card."""

import base64
import binascii
import io
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

# learn.microsoft.com, Teams: Messages in bot conversations, "Picture messages".
PIXELS = 1024
PICTURE_BYTES = 1024 * 1024
FORMATS = {"PNG", "JPEG", "GIF"}
DATA = "data:image/"


def picture_problems(url: str) -> Iterator[str]:
    """Say what is wrong with the picture; one that is elsewhere is not looked at."""
    if not url.startswith(DATA):
        if not url.startswith("https://"):
            yield f"a picture at {url[:40]!r}"
        return
    try:
        content = base64.b64decode(url.partition(";base64,")[2], validate=True)
        with Image.open(io.BytesIO(content)) as image:
            yield from _problems(image, len(content))
    except (binascii.Error, UnidentifiedImageError):
        yield "a picture that nobody can read"


def _problems(image: Image.Image, size: int) -> Iterator[str]:
    if image.format not in FORMATS:
        yield f"a picture as {image.format}"
    if max(image.size) > PIXELS:
        yield f"a picture of {image.size} pixels"
    if size > PICTURE_BYTES:
        yield f"a picture of {size} bytes"
    if getattr(image, "is_animated", False):
        yield "a picture that moves"
