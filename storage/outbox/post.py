"""A post in our hands, as it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from domain.chat import Address, Reply
from storage.codec import reply_from_json

# How the keys of answers to people begin.
ANSWERS = "answer/"


@dataclass(frozen=True, kw_only=True)
class Post:
    """A post that was claimed for sending, as it is stored; `attempts` counts this one too.

    One that `is_edit` changes the message `edits`, if that is there. `obstacle` says why it must not go
    out any more, and `ends_as` what it is then. After an attempt `is_uncertain` where nobody knows how that
    one ended. What `builds` names is to be put into words before it is sent. What a `job` posts unasked may
    be for one `person_id`.
    """

    id: int
    key: str
    target: str
    attempts: int
    created_at: datetime
    claimed_at: datetime
    stored_address: dict[str, Any]
    stored_reply: dict[str, Any]
    engagement_id: int | None = None
    job: str = ""
    person_id: int | None = None
    latest_at: datetime | None = None
    is_edit: bool = False
    edits: str = ""
    builds: Mapping[str, Any] | None = None
    is_uncertain: bool = False
    is_off_record: bool = False
    obstacle: str = ""
    ends_as: Literal["cancelled", "missed"] = "cancelled"

    @property
    def address(self) -> Address:
        """Where it goes. Raises TypeError for an address that this version cannot read."""
        return Address(**self.stored_address)

    @property
    def has_words(self) -> bool:
        """Whether it is known what it says: only then it may have gone out."""
        return bool(self.stored_reply)

    @property
    def reply(self) -> Reply:
        """What is posted. Raises ValueError or TypeError for one that this version cannot read."""
        return reply_from_json(self.stored_reply)

    @property
    def asker(self) -> str:
        """The account that it answers; empty where it answers nobody, or all may see it."""
        seen_by, account = (str(self.stored_address.get(name) or "") for name in ("seen_by", "account"))
        return seen_by or (account if self.key.startswith(ANSWERS) else "")

    @property
    def workspace(self) -> str:
        """The platform and the workspace, as "slack/T1"."""
        return "/".join(self.target.split("/", 2)[:2])
