"""Evidence for the question pivot, persevere or stop: inputs in, a pack out, by fixed rules."""

from domain.evidence.changes import changes_since
from domain.evidence.lean import NAMES as LEAN_NAMES
from domain.evidence.packing import fixed_sentence, pack_of

__all__ = ["LEAN_NAMES", "changes_since", "fixed_sentence", "pack_of"]
