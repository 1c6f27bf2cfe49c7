"""A message that is saved as feedback: its words, who wrote it, and where it stands."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.chat import Args
from domain.permissions import Role
from handlers import people
from handlers.turn import EngagementTurn
from storage import members

SAID_BY = "Written by {who}."
LINK_KEPT = "I keep the link to the message, but not with anonymous feedback."
# What a form of every platform takes, in UTF-16 units: a message that is longer is a click away.
LONGEST_WORDS = 3000
# A longer word than this is cut as well.
LONGEST_WORD = 40
LONGEST_NAME = 80
LONGEST_LINK = 1000
CUT = " …"
BY_ROLE = {Role.SALES_LEAD: "sales", Role.CLIENT_CEO: "ceo"}


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What the form begins with. `said_by` and `author`, a name and an account, are somebody else's."""

    text: str = ""
    said_by: str = ""
    author: str = ""
    link: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the form begins with nothing."""
        return not (self.text or self.link)

    @property
    def intro(self) -> str:
        """What stands above the form."""
        told = [SAID_BY.format(who=self.said_by)] if self.said_by else []
        return " ".join([*told, *([LINK_KEPT] if self.link else [])])


def quote_of(args: Args) -> Quote:
    """What a message shortcut gave; words that are too long are cut, and a link that is none is dropped."""
    link = str(args.get("link", ""))
    return Quote(
        text=_shortened(str(args.get("text", "")).strip()),
        said_by=" ".join(str(args.get("said_by", "")).split())[:LONGEST_NAME],
        author=str(args.get("author", "")),
        link=link if is_https(link) else "",
    )


def _shortened(text: str) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LONGEST_WORDS:
        return text
    kept = units[: 2 * (LONGEST_WORDS - len(CUT))].decode("utf-16-le", "ignore")
    whole, _, last = kept.rpartition(" ")
    return (whole if len(last) < LONGEST_WORD else kept).rstrip() + CUT


def is_https(link: str) -> bool:
    """Whether it is an address on the web that one can safely be sent to."""
    if len(link) > LONGEST_LINK or not link.isascii() or not link.isprintable() or " " in link:
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


async def source_of_author(turn: EngagementTurn, quote: Quote) -> str:
    """Whom the author speaks for: a member by role, and empty for anybody else, of whom we don't know."""
    if not quote.author:
        return source_of(turn.role)
    for known in await people.members_here(turn):
        if known.account.external_id == quote.author:
            member = await members.find(
                turn.session, engagement_id=turn.engagement.id, person_id=known.person.id
            )
            return source_of(Role(member.role)) if member else ""
    return ""


def source_of(role: Role) -> str:
    """The source of what a member says themselves."""
    return BY_ROLE.get(role, "team")
