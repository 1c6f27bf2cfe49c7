"""Files that people drop into a conversation: never more of them than we can take."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from aiohttp import ClientResponse

from domain.chat import Upload
from domain.errors import UserError

MOST_BYTES = 8 * 1024 * 1024
MOST_FILES = 5
SECONDS = 15.0
CHUNK = 64 * 1024
LONGEST_NAME = 200
NAMELESS = "the file"
PAGE_STARTS = (b"<!doctype html", b"<html")

TOO_LARGE = "{name} is larger than 8 MB, so I left it. Please split it, or send the part that matters."
FIRST_ONES = "I read the first {most} files. Please send the others in a message of their own."

File = TypeVar("File")


class Unread(UserError):
    """I could not read that file. Please drop it here again."""


async def read_each(
    files: Sequence[File], read_file: Callable[[File], Awaitable[Upload]]
) -> list[Upload | Unread]:
    """The files of one message, in order, or the sentence why one was not read; the first five of them."""
    read: list[Upload | Unread] = []
    for file in files[:MOST_FILES]:
        try:
            read.append(await read_file(file))
        except Unread as unread:
            read.append(unread)
    if len(files) > MOST_FILES:
        read.append(Unread(FIRST_ONES.format(most=MOST_FILES)))
    return read


def name_of(said: str) -> str:
    """A file's name on one line, its end kept where it is long."""
    return " ".join(said.split())[-LONGEST_NAME:] or NAMELESS


async def read_all(answer: ClientResponse, name: str) -> bytes:
    """What is sent, as long as it is not too much. Raises Unread."""
    if (answer.content_length or 0) > MOST_BYTES:
        raise Unread(TOO_LARGE.format(name=name))
    data = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        data += chunk
        if len(data) > MOST_BYTES:
            raise Unread(TOO_LARGE.format(name=name))
    return bytes(data)


def is_page(data: bytes) -> bool:
    """Whether it is a page of the web, as to sign in, instead of a file."""
    return data[:CHUNK].lstrip().lower().startswith(PAGE_STARTS)
