"""What people type: messages, mentions, edits, reactions and files."""

import html
import re
from typing import Any

from tests.slack.things import Json
from tests.teams.acting import DM, NOBODY_HEARS, Acting
from tests.teams.delivery import Answer
from tests.teams.things import File, Message, Place

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
SPACE = "&nbsp;"


class Speaking(Acting):
    """A person at the keyboard."""

    async def say(self, text: str, where: str = DM, *, thread: str = "") -> Answer:
        """Type a message: in a channel or group chat only a bot that hears everything hears of it."""
        place = self.place_to_write(where)
        written, entities = self._with_mentions(text)
        message = self._typed(place, written, thread)
        if place.kind != "personal" and not self.bot.hears_everything:
            return NOBODY_HEARS
        return await self._tell(place, message, entities)

    async def mention(self, where: str, text: str, *, thread: str = "") -> Answer:
        """Type a message that begins with @Headway; @Full Name in it mentions others."""
        place = self.place_to_write(where)
        written, entities = self._with_mentions(text)
        ours = f"<at>{self.bot.name}</at>"
        mentioned = {"id": self.bot.id, "name": self.bot.name}
        entity: Json = {"type": "mention", "mentioned": mentioned, "text": ours}
        message = self._typed(place, f"{ours}{SPACE}{written}", thread)
        return await self._tell(place, message, [entity, *entities])

    async def edit(self, message: Message, text: str) -> Answer:
        """Change a message of one's own."""
        place = self.world.places[message.place_id]
        message.history.append(message.content())
        message.text = text
        return await self._changed("messageUpdate", "editMessage", place, message)

    async def take_back(self, message: Message) -> Answer:
        """Delete a message of one's own."""
        place = self.world.places[message.place_id]
        message.is_deleted = True
        return await self._changed("messageDelete", "softDeleteMessage", place, message)

    async def react(self, message: Message, reaction: str = "like") -> Answer:
        """Put a reaction on a message; the bot hears of those on its own."""
        place = self.world.places[message.place_id]
        if not message.is_bots or not self.hears(place):
            return NOBODY_HEARS
        added = [{"type": reaction}]
        told = self.made(
            place, "messageReaction", thread=message.thread, reactionsAdded=added, replyToId=message.id
        )
        return await self.deliver(told)

    async def start_typing(self) -> Answer:
        """Begin to type in the personal chat."""
        return await self.deliver(self.made(self.chat, "typing"))

    async def drop_file(self, name: str, content: bytes, where: str = DM, *, text: str = "") -> Answer:
        """Drop a file into a conversation; only in the personal chat can the bot fetch it.

        learn.microsoft.com, Teams: "Send and receive files through the bot".
        """
        place = self.place_to_write(where)
        file = self._keep(name, content)
        if place.kind != "personal":
            link = f'<attachment id="{file.id}"></attachment>'
            shown: Json = {"contentType": "text/html", "content": f"<p>{html.escape(text)}</p>{link}"}
            return await self._tell_of_file(place, text, [shown])
        about = {"downloadUrl": self.file_url(file), "uniqueId": file.id, "fileType": name.rpartition(".")[2]}
        url = f"https://files.example/personal/{self.key}/{name}"
        attachment = {"contentType": DOWNLOAD, "contentUrl": url, "name": name, "content": about}
        return await self._tell_of_file(place, text, [attachment])

    def file_url(self, file: File) -> str:
        """Where a file is fetched, or put."""
        return f"{self.world.base_url}/files/{file.id}"

    def _keep(self, name: str, content: bytes | None) -> File:
        with self.world.lock:
            file = File(f"file-{self.world.next_number():06}", name, content, self.key)
            self.world.files[file.id] = file
            return file

    async def _tell_of_file(self, place: Place, text: str, attachments: list[Json]) -> Answer:
        # In a channel the bot is mentioned, or it would hear nothing.
        ours = "" if place.kind == "personal" else f"<at>{self.bot.name}</at> "
        mentioned = {"id": self.bot.id, "name": self.bot.name}
        entity: Json = {"type": "mention", "mentioned": mentioned, "text": ours.strip()}
        message = self._typed(place, f"{ours}{text}", "")
        message.attachments = attachments
        return await self._tell(place, message, [entity] if ours else [], attachments=attachments)

    def _typed(self, place: Place, text: str, thread: str) -> Message:
        with self.world.lock:
            message = Message(self.world.new_id(), place.id, self.key, text=text)
            if place.kind == "channel":
                message.thread = thread or message.id
            self.world.messages.append(message)
            return message

    async def _tell(
        self, place: Place, message: Message, entities: list[Json], attachments: list[Json] | None = None
    ) -> Answer:
        if not self.hears(place):
            return NOBODY_HEARS
        told = self.made(place, "message", thread=message.thread, **_worded(message))
        told["entities"] += entities
        told["attachments"] = [*(attachments or []), _as_html(message.text)]
        return await self.deliver(told)

    async def _changed(self, type: str, event: str, place: Place, message: Message) -> Answer:
        if not self.hears(place) or (place.kind != "personal" and not self._mentions_us(message)):
            return NOBODY_HEARS
        more = _worded(message) if type == "messageUpdate" else {"id": message.id}
        data: Json = {"eventType": event}
        return await self.deliver(self.made(place, type, thread=message.thread, channelData=data, **more))

    def _mentions_us(self, message: Message) -> bool:
        said = [message.text, *(old["text"] for old in message.history)]
        return self.bot.hears_everything or any(f"<at>{self.bot.name}</at>" in text for text in said)

    def _with_mentions(self, text: str) -> tuple[str, list[Json]]:
        """Write @Full Name as a mention, as the editor does once a name is chosen."""
        entities: list[Json] = []

        def mention(match: re.Match[str]) -> str:
            user = next(user for user in self.world.users.values() if user.name == match[1])
            mentioned = {"id": user.member(self.bot.app_id), "name": user.name}
            written = f"<at>{user.name}</at>"
            entities.append({"type": "mention", "mentioned": mentioned, "text": written})
            return written

        names = "|".join(re.escape(user.name) for user in self.world.users.values())
        return re.sub(f"@({names})", mention, text), entities


def _worded(message: Message) -> dict[str, Any]:
    text = message.text.replace("\n", "\r\n")
    return {"id": message.id, "text": text, "textFormat": "plain"}


def _as_html(text: str) -> Json:
    """Make the copy of the words that stands beside every message."""
    marked = re.sub(r"<at>(.*?)</at>", r'<span itemtype="http://schema.skype.com/Mention">\1</span>', text)
    return {"contentType": "text/html", "content": f"<p>{marked}</p>"}
