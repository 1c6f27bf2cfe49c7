"""What people do with the app around a message: its message extension, and files that they agree to."""

import html
from typing import Any

from tests.slack.things import Json
from tests.teams.acting import DM
from tests.teams.clicking import THEME
from tests.teams.delivery import Answer
from tests.teams.showing import show_task
from tests.teams.speaking import Speaking
from tests.teams.things import Message, Place


class Extending(Speaking):
    """A person with the menu of a message."""

    async def message_action(self, command: str, message: Message) -> Answer:
        """Use an action of the app in the menu of a message: learn.microsoft.com, "Action commands"."""
        place = self.world.places[message.place_id]
        if not any(app_id == self.bot.app_id for app_id, _where in self.world.installs):
            raise LookupError("the app is installed nowhere")
        payload = self._payload(message, place)
        asked: Json = {"commandId": command, "commandContext": "message", "messagePayload": payload}
        asked |= {"requestId": str(self.world.next_number()), "context": THEME}
        name = "composeExtension/fetchTask"
        answer = await self.invoke(name, asked, place, thread=message.thread)
        show_task(
            self, answer, place, thread=message.thread, must_show=True, command=command, payload=payload
        )
        return answer

    def _payload(self, message: Message, place: Place) -> Json:
        """Make the message as an extension gets it."""
        words = html.escape(message.text, quote=False).replace("\n", "<br>")
        return {
            "linkToMessage": f"https://teams.example/l/message/{place.id}/{message.id}",
            "id": message.id,
            "replyToId": message.thread if message.thread != message.id else None,
            "from": self._author(message),
            "body": {"contentType": "html", "content": f"<div>{words}</div>"},
            "attachments": [],
            "mentions": [],
            "reactions": [],
        }

    def _author(self, message: Message) -> Json:
        if message.is_bots:
            application: Json = {"applicationIdentityType": "bot", "id": message.author}
            return {"application": application, "user": None, "device": None}
        author = self.world.users[message.author]
        user: Json = {"userIdentityType": "aadUser", "id": author.account, "displayName": author.name}
        return {"application": None, "user": user, "device": None}

    async def agree(self, message: Message, *, accept: bool = True) -> Answer:
        """Answer the question whether the app may put a file into one's own files."""
        content: Json = message.attachments[0]["content"]
        context = content.get("acceptContext" if accept else "declineContext", {})
        value: Any = {"type": "fileUpload", "action": "accept" if accept else "decline", "context": context}
        if accept:
            name = message.attachments[0]["name"]
            file = self._keep(name, None)
            known: Json = {"uniqueId": file.id, "fileType": name.rpartition(".")[2], "name": name}
            value["uploadInfo"] = {
                **known,
                "uploadUrl": self.file_url(file),
                "contentUrl": self.file_url(file),
            }
        return await self.invoke("fileConsent/invoke", value, self.place(DM), message=message)
