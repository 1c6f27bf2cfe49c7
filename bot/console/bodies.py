"""Reading what the page posts, within bounds, and answering in words when that fails."""

import json
from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.typedefs import Handler

from bot.console.translate import UNREADABLE
from domain.chat import Upload
from domain.errors import UserError

TOO_LARGE = "That is more than 1 MB, which is the most I take. Please send a smaller one."
NO_FILE = "I found no file in what was sent. Please try again."

LARGEST_FILE = 1024 * 1024
MOST_PARTS = 8


async def read_json(request: web.Request) -> dict[str, Any]:
    """The posted JSON object. Raises UserError when it is none."""
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError, LookupError) as error:
        raise UserError(UNREADABLE) from error
    if not isinstance(body, dict):
        raise UserError(UNREADABLE)
    return body


async def read_parts(request: web.Request) -> tuple[dict[str, str], Upload]:
    """The posted fields and the file of at most 1 MiB. Raises UserError."""
    if request.content_type != "multipart/form-data":
        raise UserError(UNREADABLE)
    try:
        fields = await _fields(request)
    except ValueError as error:
        raise UserError(UNREADABLE) from error
    file = fields.pop("file", None)
    if not isinstance(file, Upload):
        raise UserError(NO_FILE)
    return {name: value for name, value in fields.items() if isinstance(value, str)}, file


def in_words(handler: Handler) -> Handler:
    """The handler, with what a person did wrong answered as {"error": sentence}."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except UserError as error:
            return web.json_response({"error": error.sentence}, status=400)
        except web.HTTPRequestEntityTooLarge:
            return web.json_response({"error": TOO_LARGE}, status=413)

    return answer


async def _fields(request: web.Request) -> dict[str, str | Upload]:
    fields: dict[str, str | Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or len(fields) >= MOST_PARTS:
            raise UserError(UNREADABLE)
        data = bytes(await part.read())
        if len(data) > LARGEST_FILE:
            raise web.HTTPRequestEntityTooLarge(LARGEST_FILE, len(data))
        is_file = part.filename is not None
        fields[part.name or ""] = (
            Upload(name=part.filename or "file", data=data) if is_file else data.decode(errors="replace")
        )
    return fields
