"""Every refusal of the connector and the login that the local Teams knows, each with its source."""

from tests.slack.things import Json

_CODES = (
    "learn.microsoft.com, Teams: Messages in bot conversations, status codes from bot conversational APIs"
)
_LOGIN = "learn.microsoft.com, Entra ID: error codes of the token endpoint"

# Where Teams is known to be more lenient, or only says so in words, the line says "stricter".
SOURCES: dict[str, tuple[int, str]] = {
    "ActivityNotFoundInConversation": (404, _CODES),
    "Authorization": (
        401,
        "learn.microsoft.com, Bot Framework: authentication; no, expired or foreign token",
    ),
    "BadArgument": (400, "learn.microsoft.com, Bot Connector API: ErrorResponse"),
    "BadSyntax": (400, "learn.microsoft.com, Bot Connector API: ErrorResponse; cards that do not parse"),
    "BotDisabledByAdmin": (403, _CODES),
    "BotNotInConversationRoster": (403, _CODES),
    "ConversationBlockedByUser": (403, _CODES),
    "ConversationNotFound": (404, _CODES),
    "ForbiddenOperationException": (403, f"{_CODES}; not installed where that person is"),
    "InvalidBotApiHost": (403, f"{_CODES}; played by faults alone"),
    "MemberNotFoundInConversation": (404, "learn.microsoft.com, Teams: Get Teams specific context"),
    "MessageSizeTooBig": (413, f"{_CODES}; 100 KB as UTF-16, and 28 KB of card, which is stricter"),
    "NotEnoughPermissions": (403, f"{_CODES}; messages of others, and private channels"),
    "PreconditionFailed": (412, f"{_CODES}; played by faults alone"),
    "Throttled": (429, f"{_CODES}; limits of learn.microsoft.com, Teams: Optimize with rate limiting"),
    "unauthorized_client": (400, f"{_LOGIN}; AADSTS700016"),
    "invalid_client": (401, f"{_LOGIN}; AADSTS7000215"),
    "invalid_request": (400, f"{_LOGIN}; AADSTS90002"),
    "invalid_scope": (400, f"{_LOGIN}; AADSTS70011"),
    "unsupported_grant_type": (400, f"{_LOGIN}; AADSTS70003"),
}


class Refused(Exception):
    """What the connector answers with an error."""

    def __init__(self, code: str, message: str = "", *, retry_after: int | None = None) -> None:
        """Take a code that has its source above; `retry_after` is in seconds."""
        if code not in SOURCES:
            raise LookupError(f"{code} has no source")
        super().__init__(code, message)
        self.code, self.message, self.retry_after = code, message, retry_after

    @property
    def status(self) -> int:
        """The HTTP status."""
        return SOURCES[self.code][0]

    @property
    def headers(self) -> dict[str, str]:
        """What stands beside the body."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}

    def body(self) -> Json:
        """Make the body of the answer."""
        return {"error": {"code": self.code, "message": self.message or self.code}}
