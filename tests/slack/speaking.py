"""What people type: messages, mentions, commands and files."""

import re
from collections.abc import Callable

from tests.slack.acting import NOBODY_HEARS, Acting
from tests.slack.answers import take_command_ack
from tests.slack.delivery import Answer
from tests.slack.payloads import filled
from tests.slack.things import Channel, File, Json, Message


class Speaking(Acting):
    """A person at the keyboard."""

    async def say_in_dm(self, text: str, *, thread_ts: str = "") -> Answer:
        """Type a message to the app."""
        return await self.message("", text, thread_ts=thread_ts)

    async def message(self, channel: str, text: str, *, thread_ts: str = "") -> Answer:
        """Type a message in a channel."""
        place = self._place_to_write(channel)
        typed = self._typed(place, self.with_mentions(text), thread_ts)
        return await self.tell(self._event("message", typed, place), channel=place)

    async def mention(self, channel: str, text: str, *, thread_ts: str = "", both: bool = True) -> Answer:
        """Type a message that begins with @Headway.

        An app that hears messages as well gets two events of one ts (platform rule S3), the mention last.
        """
        place = self._place_to_write(channel)
        typed = self._typed(place, f"<@{self.made.bot_user_id}> {self.with_mentions(text)}", thread_ts)
        as_message = NOBODY_HEARS
        if both:
            as_message = await self.tell(self._event("message", typed, place), channel=place)
        if place.kind == "im":
            return as_message
        return await self.tell(self._event("app_mention", typed, place), channel=place)

    async def edit(self, message: Message, text: str) -> Answer:
        """Change a message of one's own."""
        place, before = self.world.channels[message.channel_id], message.shown()
        message.text, message.is_edited = _escaped(text), True
        return await self._hidden("message_changed", place, previous_message=before, message=message.shown())

    async def take_back(self, message: Message) -> Answer:
        """Delete a message of one's own."""
        place = self.world.channels[message.channel_id]
        self.world.messages.remove(message)
        shown = message.shown()
        return await self._hidden("message_deleted", place, previous_message=shown, deleted_ts=message.ts)

    async def slash_command(self, command: str, text: str = "", *, channel: str = "") -> Answer:
        """Send a slash command; the answer of its acknowledgement is shown where it was typed."""
        self.need_commands()
        place, team = self._place_to_write(channel), self.world.teams[self.user.team_id]
        values = {
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": place.id,
            "channel_name": place.name_in_payloads,
            "user_id": self.id,
            "user_name": self.user.name,
            "command": command,
            "text": self.with_escapes(text),
            "is_enterprise_install_word": "true" if self.made.team_id is None else "false",
            "response_url": self.world.new_response_url(self.id, place.id),
            "trigger_id": self.trigger_id(),
        }
        answer = await self.interact("slash_command", values, "slash_commands")
        if answer.status == 200:
            take_command_ack(self.world, answer.text, channel_id=place.id, user_id=self.id)
        return answer

    async def drop_file(self, name: str, content: bytes, *, channel: str = "", text: str = "") -> Answer:
        """Drop a file into a conversation."""
        world, place = self.world, self._place_to_write(channel)
        file = File(world.new_id("F"), name, len(content), self.id, self.user.team_id, content)
        file.is_complete, file.mimetype = True, "text/csv" if name.endswith(".csv") else "text/plain"
        file.channels.add(place.id)
        world.files[file.id] = file
        message = self._typed(place, _escaped(text), "")
        message.files = [file.shown(world.base_url)]
        return await self.tell(self._event("message_file_share", message, place), channel=place)

    def with_mentions(self, text: str) -> str:
        """Write @name as Slack's editor does in messages."""
        people = {user.name: f"<@{user.id}>" for user in self.world.users.values()}
        return re.sub(r"@([\w.-]+)", _by(people), _escaped(text))

    def with_escapes(self, text: str) -> str:
        """Write @name and #channel as ids, as should_escape does in commands (platform rule E4)."""
        people = {user.name: f"<@{user.id}|{user.name}>" for user in self.world.users.values()}
        channels = {c.name: f"<#{c.id}|{c.name}>" for c in self.world.channels.values() if c.name}
        text = re.sub(r"@([\w.-]+)", _by(people), _escaped(text))
        return re.sub(r"#([\w-]+)", _by(channels), text)

    def _place_to_write(self, channel: str) -> Channel:
        place = self.place(channel)
        if self.id not in place.members or place.is_archived:
            raise LookupError(f"{self.id} cannot write in {place.id}")
        return place

    def _typed(self, place: Channel, text: str, thread_ts: str) -> Message:
        message = Message(place.id, self.world.new_ts(), self.id, text, thread_ts=thread_ts)
        self.world.messages.append(message)
        return message

    def _event(self, template: str, message: Message, place: Channel) -> Json:
        plain = {"type": "text", "text": message.text}
        section = {"type": "rich_text_section", "elements": [plain]}
        event = filled(
            template,
            client_msg_id=f"msg-{message.ts}",
            user_id=self.id,
            text=message.text,
            ts=message.ts,
            team_id=self.user.team_id,
            blocks=[{"type": "rich_text", "block_id": f"rt{message.ts}", "elements": [section]}],
            files=message.files,
            channel_id=place.id,
            channel_type=place.type,
        )
        if self.user.team_id not in self.world.teams_of(self.made):  # as slack-bolt reads outsiders' events
            event |= {"user_team": self.user.team_id, "source_team": self.user.team_id}
        return event | ({"thread_ts": message.thread_ts} if message.thread_ts else {})

    async def _hidden(self, template: str, place: Channel, **values: object) -> Answer:
        ts = self.world.new_ts()
        event = filled(template, channel_id=place.id, channel_type=place.type, ts=ts, **values)
        return await self.tell(event, channel=place)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _by(names: dict[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda match: names.get(match[1], match[0])
