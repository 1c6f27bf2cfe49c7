"""Inputs and packs of evidence as JSON, and back, exactly."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from domain.evidence.inputs import Inputs
from domain.evidence.pack import Pack

_INPUTS: TypeAdapter[Inputs] = TypeAdapter(Inputs)
_PACK: TypeAdapter[Pack] = TypeAdapter(Pack)


def inputs_to_json(inputs: Inputs) -> dict[str, Any]:
    """What went into a pack, as JSON."""
    return dict(_INPUTS.dump_python(inputs, mode="json"))


def inputs_from_json(stored: Mapping[str, Any]) -> Inputs:
    """The inputs that `inputs_to_json` made."""
    # Who decides was once told by their names in one text: no ids can be had from that, so nobody is named.
    is_known = not isinstance(stored.get("deciders"), str)
    # A pack that was made on request was once one that somebody asked for.
    earlier = [{"is_on_request": one.get("is_asked", False), **one} for one in stored.get("earlier", ())]
    names = {} if is_known else {"deciders": ()}
    return _INPUTS.validate_python({**stored, **names, "earlier": earlier})


def pack_to_json(pack: Pack) -> dict[str, Any]:
    """What was found, as JSON."""
    return dict(_PACK.dump_python(pack, mode="json"))


def pack_from_json(stored: Mapping[str, Any]) -> Pack:
    """The pack that `pack_to_json` made."""
    # What a pack opens with was once told in one line each.
    opening = [{"words": one} if isinstance(one, str) else one for one in stored.get("opening", ())]
    return _PACK.validate_python({**stored, "opening": opening})
