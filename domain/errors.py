"""What can go wrong for a person. The docstring is the sentence that they read."""

from typing import Literal


class UserError(Exception):
    """That did not work. Nothing was saved."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or " ".join((type(self).__doc__ or "").split()))

    @property
    def sentence(self) -> str:
        """What the person reads."""
        return str(self)


class Outsider(UserError):
    """I can only talk about the engagement you belong to here."""


class Unreadable(UserError):
    """I could not read that. Nothing was saved."""


Trouble = Literal[
    "not_a_member",
    "no_channel",
    "archived",
    "not_installed",
    "person_gone",
    "no_app",
    "blocked",
    "disabled",
    "too_long",
    "other",
]


class NotDelivered(Exception):
    """A post that the platform refused for now; `retry_after` seconds, when it said.

    What `is_workspace_wide` holds back everything of the kind in the workspace for so long.
    """

    def __init__(
        self, reason: str, retry_after: float | None = None, *, is_workspace_wide: bool = True
    ) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.is_workspace_wide = is_workspace_wide


class Undeliverable(NotDelivered):
    """A post that the platform will not take, now or later; `trouble` says in our words why."""

    def __init__(self, reason: str, trouble: Trouble) -> None:
        super().__init__(reason)
        self.trouble = trouble


class Unanswered(NotDelivered):
    """The platform did not answer: nobody knows yet whether the post arrived."""


class Untraceable(NotDelivered):
    """Whether a post arrived cannot be found out there; one that `is_brief` does no harm twice."""

    def __init__(self, reason: str, *, is_brief: bool = False) -> None:
        super().__init__(reason)
        self.is_brief = is_brief
