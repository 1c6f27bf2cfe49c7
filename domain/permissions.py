"""Who may do what: the one table (roles x actions), and who acts where nobody leads any more."""

from collections.abc import Iterable
from enum import StrEnum

from domain.wording import listed


class Role(StrEnum):
    """What somebody is in an engagement."""

    CMO = "cmo"
    CLIENT_CEO = "client_ceo"
    MARKETING_DIRECTOR = "marketing_director"
    MARKETING_MANAGER = "marketing_manager"
    SALES_LEAD = "sales_lead"
    TEAM = "team"
    FINANCE = "finance"
    OBSERVER = "observer"


class Action(StrEnum):
    """What a handler does, as far as rights go."""

    READ_CARD = "read the card"
    READ_KPIS = "read the KPIs"
    WRITE_KPI = "record a number, or propose one"
    WRITE_ANY_KPI = "record any number"
    DEFINE_KPI = "add, change or retire a KPI"
    SET_TARGET = "set a target"
    READ_FEEDBACK = "read the feedback"
    GIVE_FEEDBACK = "give feedback"
    ANSWER_FEEDBACK = "answer feedback"
    READ_HISTORY = "read the history"
    READ_TERMS = "read the retainer and the terms"
    MANAGE_MEMBERS = "change who belongs here"
    HAND_OVER = "hand over what somebody reports"
    LEAD = "lead this engagement"
    CHANGE_SETTINGS = "change the settings"
    EXPORT = "export the engagement"
    READ_SCHEDULES = "read what is posted when"
    MANAGE_SCHEDULES = "change what is posted when"
    ANSWER_CHECKIN = "answer a check-in"
    READ_CHECKINS = "read what was answered in a check-in"
    READ_REGISTER = "read blockers and actions"
    WRITE_REGISTER = "add or close blockers and actions"
    MANAGE_MEETINGS = "plan the meetings"
    BEGIN_MEETING = "begin a meeting"
    SET_TRIPWIRE = "set a tripwire"
    READ_LEARNING = "read assumptions, experiments and lessons"
    WRITE_ASSUMPTION = "write an assumption"
    WRITE_EXPERIMENT = "plan an experiment, or say what came of it"
    READ_EVIDENCE = "read the evidence"
    VOTE = "vote, and put something on the agenda"
    RECORD_DECISION = "record a decision"
    DECIDE = "decide"


R = Role
EVERYONE = frozenset(Role)
ALL_BUT_OBSERVERS = EVERYONE - {R.OBSERVER}
LEADS = frozenset({R.CMO, R.MARKETING_DIRECTOR})

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.READ_CARD: EVERYONE,
    Action.READ_KPIS: ALL_BUT_OBSERVERS,
    Action.WRITE_KPI: ALL_BUT_OBSERVERS,
    Action.WRITE_ANY_KPI: frozenset({R.CMO, R.MARKETING_DIRECTOR, R.MARKETING_MANAGER}),
    Action.DEFINE_KPI: LEADS,
    Action.SET_TARGET: LEADS | {R.CLIENT_CEO},
    Action.READ_FEEDBACK: ALL_BUT_OBSERVERS - {R.FINANCE},
    Action.GIVE_FEEDBACK: ALL_BUT_OBSERVERS,
    Action.ANSWER_FEEDBACK: LEADS | {R.CLIENT_CEO, R.MARKETING_MANAGER},
    Action.READ_HISTORY: ALL_BUT_OBSERVERS,
    Action.READ_TERMS: frozenset({R.CMO, R.CLIENT_CEO, R.FINANCE}),
    Action.MANAGE_MEMBERS: LEADS,
    Action.HAND_OVER: LEADS,
    Action.LEAD: LEADS,
    Action.CHANGE_SETTINGS: LEADS,
    Action.EXPORT: frozenset({R.CMO, R.CLIENT_CEO}),
    Action.READ_SCHEDULES: ALL_BUT_OBSERVERS,
    Action.MANAGE_SCHEDULES: LEADS,
    Action.ANSWER_CHECKIN: ALL_BUT_OBSERVERS,
    Action.READ_CHECKINS: ALL_BUT_OBSERVERS,
    Action.READ_REGISTER: ALL_BUT_OBSERVERS,
    Action.WRITE_REGISTER: ALL_BUT_OBSERVERS,
    Action.MANAGE_MEETINGS: LEADS | {R.CLIENT_CEO},
    Action.BEGIN_MEETING: LEADS | {R.CLIENT_CEO},
    Action.SET_TRIPWIRE: LEADS | {R.CLIENT_CEO},
    Action.READ_LEARNING: ALL_BUT_OBSERVERS,
    Action.WRITE_ASSUMPTION: LEADS | {R.CLIENT_CEO, R.MARKETING_MANAGER},
    Action.WRITE_EXPERIMENT: ALL_BUT_OBSERVERS - {R.FINANCE},
    Action.READ_EVIDENCE: ALL_BUT_OBSERVERS,
    Action.VOTE: ALL_BUT_OBSERVERS,
    Action.RECORD_DECISION: LEADS | {R.CLIENT_CEO, R.MARKETING_MANAGER},
    Action.DECIDE: frozenset({R.CLIENT_CEO}),
}

# Where nobody who leads can be reached, the first of these in which there is somebody stands in for them.
STAND_INS = (frozenset({R.CLIENT_CEO}), frozenset({R.MARKETING_MANAGER}), ALL_BUT_OBSERVERS - LEADS)

ALLOWED_TO_STAND_INS: dict[Action, frozenset[Role]] = {
    Action.MANAGE_MEMBERS: frozenset({R.CLIENT_CEO}),
    Action.HAND_OVER: frozenset({R.CLIENT_CEO}),
    Action.LEAD: ALL_BUT_OBSERVERS - LEADS - {R.CLIENT_CEO},
}

ROLE_NAMES: dict[Role, str] = {
    R.CMO: "fractional CMO",
    R.CLIENT_CEO: "client CEO",
    R.MARKETING_DIRECTOR: "marketing director",
    R.MARKETING_MANAGER: "marketing manager",
    R.SALES_LEAD: "sales lead",
    R.TEAM: "team member",
    R.FINANCE: "finance",
    R.OBSERVER: "observer",
}


# Leads first, so that nobody who becomes one person with another loses the lead.
BY_STRENGTH = (
    R.CMO,
    R.MARKETING_DIRECTOR,
    R.CLIENT_CEO,
    R.MARKETING_MANAGER,
    R.SALES_LEAD,
    R.TEAM,
    R.FINANCE,
    R.OBSERVER,
)


def stronger(one: Role, other: Role) -> Role:
    """The role of the two that goes before the other."""
    return min(one, other, key=BY_STRENGTH.index)


def is_allowed(role: Role, action: Action) -> bool:
    """Whether the role has the right."""
    return role in ALLOWED[action]


def stand_ins(reachable: Iterable[Role]) -> frozenset[Role]:
    """The roles that act in place of the leads; none where a lead is among those who can be reached."""
    there = frozenset(reachable)
    if there & LEADS:
        return frozenset()
    return next((rank & there for rank in STAND_INS if rank & there), frozenset())


def may_stand_in(role: Role, action: Action, reachable: Iterable[Role]) -> bool:
    """Whether the role has the right because no lead is among those who can be reached."""
    return role in stand_ins(reachable) and role in ALLOWED_TO_STAND_INS.get(action, frozenset())


def deciders(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles that decide: the client's CEO; where there is none among these, whoever leads."""
    return ALLOWED[Action.DECIDE] if R.CLIENT_CEO in roles else LEADS


def who_may(action: Action) -> str:
    """The roles that have the right, in words."""
    names = [ROLE_NAMES[role] for role in Role if role in ALLOWED[action]]
    return listed(names, last="or")
