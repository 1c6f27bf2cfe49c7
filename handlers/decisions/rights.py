"""Who may decide: the client's CEO, or the leads where there is none."""

from dataclasses import dataclass

from domain.errors import UserError
from domain.permissions import ROLE_NAMES, Role, deciders
from handlers.turn import Here
from storage import members
from storage.tables import Person

MAY_NOT = "{name} may not decide here. {who}"
WHO_MAY = "That is for {names}."
NOBODY_MAY = "There is nobody here who may: add the client's CEO with `members add @name ceo`."
ONLY_CEO = "A change of the vision is decided by the client's CEO. {who}"
NO_CEO = "There is no client CEO here yet: `members add @name ceo`."
AS = "{name} ({role})"
OR = " or "


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The members with their roles, as far as deciding goes; in the order in which they came."""

    seats: tuple[tuple[Role, Person], ...]

    @property
    def able(self) -> list[Person]:
        """Whoever may decide: the client's CEO, or the leads where there is none."""
        roles = deciders(role for role, _person in self.seats)
        return [person for role, person in self.seats if role in roles]

    def person(self, person_id: int) -> Person | None:
        """The member with this id; None for anybody else."""
        return next((person for _role, person in self.seats if person.id == person_id), None)

    def may(self, person_id: int) -> bool:
        """Whether this person may decide."""
        return person_id in {person.id for person in self.able}

    def is_ceo(self, person_id: int) -> bool:
        """Whether this person is the client's CEO."""
        return (Role.CLIENT_CEO, person_id) in {(role, person.id) for role, person in self.seats}

    def check(self, person: Person, outcome: str) -> None:
        """Raise UserError, saying who may, where the person may not decide this."""
        if outcome == "vision_change" and not self.is_ceo(person.id):
            ceos = [one for one in self.able if self.is_ceo(one.id)]
            raise UserError(ONLY_CEO.format(who=self._who(ceos) if ceos else NO_CEO))
        if not self.may(person.id):
            who = self._who(self.able) if self.able else NOBODY_MAY
            raise UserError(MAY_NOT.format(name=person.name, who=who))

    def _who(self, able: list[Person]) -> str:
        roles = {person.id: ROLE_NAMES[role] for role, person in self.seats}
        names = OR.join(AS.format(name=person.name, role=roles[person.id]) for person in able)
        return WHO_MAY.format(names=names)


async def rights_of(here: Here) -> Rights:
    """Who may decide now."""
    crowd = await members.current(here.session, engagement_id=here.engagement.id)
    return Rights(seats=tuple((Role(seat.role), person) for seat, person in crowd))
