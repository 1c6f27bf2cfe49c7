"""Somebody with accounts on two platforms, on one database."""

import re
from dataclasses import dataclass
from typing import Any

from domain.chat import Act, Address, Answer, Request, Sender
from domain.plain_text import plain_text
from handlers.dispatch import dispatch
from handlers.services import Services
from tests.handlers.play import CHANNEL, DM, Play

OTHER_NAMES = {"T_DANA": "Dana R.", "T_KIT": "Kit Larkspur", "T_TOM": "Tom Hale"}
# Channels of two platforms may well have the same name.
THERE = CHANNEL


@dataclass
class OtherPlay(Play):
    """The same stage as people of another platform see it; its accounts begin with T_."""

    is_guest: bool | None = False
    workspace: str = "W2"

    async def act(self, who: str, act: Act, *, where: str = CHANNEL, key: str = "", **sender: Any) -> Answer:
        """Let somebody do something; the answer is kept as the last one there."""
        self.keys += 1
        here = {"platform": "other", "workspace": self.workspace}
        request = Request(
            key=key or f"act-{self.keys}",
            sender=Sender(account=who, name=OTHER_NAMES.get(who, who), is_guest=self.is_guest, **sender),
            address=Address(**here, account=who) if where == DM else Address(**here, conversation=where),
            act=act,
            can_open_form=self.can_open_form,
        )
        answer = await dispatch(Services(database=self.database), request, now=self.now)
        self.last[who, where] = answer
        return answer


async def code_of(play: Play, who: str) -> str:
    """The code that Headway shows this person in direct messages."""
    said = await play.say(who, "link", where=DM)
    found = re.search(r"Your code is (\S{4}-\S{4})\.", said)
    assert found is not None, said
    return found[1]


async def link(first: Play, who: str, second: Play, other: str) -> str:
    """Let the person join the account `other` with `who`."""
    await second.ask(other, f"link {await code_of(first, who)}", where=DM)
    return await second.press(other, "Join", where=DM)


async def posted_to(play: Play, who: str) -> list[str]:
    """What was posted to this person's direct messages, in plain words."""
    return [plain_text(one) for one in await play.posts(who)]
