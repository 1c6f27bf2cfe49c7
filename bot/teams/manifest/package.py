"""The zip that Teams takes: the manifest and its icons, side by side."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MANIFEST = "manifest.json"
# Name in the manifest -> file, beside this module and in the package.
ICONS: Mapping[str, str] = MappingProxyType(
    {"color": "color.png", "outline": "outline.png", "color32x32": "color32x32.png"}
)
FOLDER = Path(__file__).parent / "icons"
# Whoever wrote it reads and writes it, everybody else reads it.
MODE = 0o644


def make_package(manifest: Mapping[str, Any]) -> bytes:
    """The bytes of the zip. The same manifest gives the same bytes."""
    made = io.BytesIO()
    with ZipFile(made, "w") as package:
        _add(package, MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode())
        for name in ICONS.values():
            _add(package, name, (FOLDER / name).read_bytes())
    return made.getvalue()


def _add(package: ZipFile, name: str, content: bytes) -> None:
    # Without a moment of its own, an entry has the first one that a zip can say.
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = MODE << 16
    package.writestr(entry, content)
