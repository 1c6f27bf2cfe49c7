"""Reading what the page posts, within bounds, and answering in words when that fails."""

from typing import Any

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

from bot.console.translate import UNREADABLE
from domain.chat import Upload
from domain.errors import UserError

TOO_LARGE = "That is more than 1 MB, which is the most I take. Please send a smaller one."
LONG_NAME = "The name of this file is too long for me. Please give it a shorter one."
NO_FILE = "I found no file in what was sent. Please try again."

LARGEST_FILE = LARGEST_ACT = 1024 * 1024
LONGEST_FILE_NAME = 255
MOST_PARTS = 8


async def read_json(request: web.Request) -> dict[str, Any]:
    """The posted JSON object of at most 1 MiB. Raises UserError when it is none."""
    size = len(await request.read())
    if size > LARGEST_ACT:
        raise web.HTTPRequestEntityTooLarge(LARGEST_ACT, size)
    try:
        body = await request.json()
    except (ValueError, LookupError, RecursionError) as error:
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
    except (ValueError, HttpProcessingError) as error:
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
        if len(part.filename or "") > LONGEST_FILE_NAME:
            raise UserError(LONG_NAME)
        fields[part.name or ""] = (
            Upload(name=part.filename or "file", data=data) if is_file else data.decode(errors="replace")
        )
    return fields
