"""Every table, in one list."""

from storage.tables.base import Base
from storage.tables.checkins import Checkin, CheckinAnswer, CheckinAsked
from storage.tables.console import ConsoleChannel, ConsoleMessage
from storage.tables.conversation import (
    Channel,
    Context,
    Hold,
    LateRequest,
    Offer,
    OutboxPost,
    Pace,
    Receipt,
)
from storage.tables.decisions import Decision, DecisionStep
from storage.tables.engagements import Engagement, EngagementChannel, EngagementWorkspace, Membership
from storage.tables.evidence import EvidenceSnapshot, Forecast, LinkKey, ReportLink
from storage.tables.feedback import Feedback, FeedbackStep
from storage.tables.history import HistoryEvent
from storage.tables.kpis import Kpi, KpiDefinition, KpiImport, KpiTarget, KpiUpdate
from storage.tables.learning import (
    Assumption,
    AssumptionStep,
    Experiment,
    ExperimentStep,
    Lesson,
    LessonUse,
)
from storage.tables.meetings import AgendaItem, CalendarLink, MeetingRecord, MeetingStep, Vote
from storage.tables.people import Account, LinkCode, LinkTry, Person, SetupCode, Workspace
from storage.tables.registers import RegisterItem, RegisterStep, Tripwire
from storage.tables.schedules import (
    EngagementHoliday,
    Occurrence,
    OccurrencePost,
    PersonalWish,
    Schedule,
    ScheduleVersion,
)
from storage.tables.slack import SlackHome, SlackInstallation, SlackInstalling
from storage.tables.teams import TeamsConversation, TeamsPerson, TeamsRegistration

__all__ = [
    "Account",
    "AgendaItem",
    "Assumption",
    "AssumptionStep",
    "Base",
    "CalendarLink",
    "Channel",
    "Checkin",
    "CheckinAnswer",
    "CheckinAsked",
    "ConsoleChannel",
    "ConsoleMessage",
    "Context",
    "Decision",
    "DecisionStep",
    "Engagement",
    "EngagementChannel",
    "EngagementHoliday",
    "EngagementWorkspace",
    "EvidenceSnapshot",
    "Experiment",
    "ExperimentStep",
    "Feedback",
    "FeedbackStep",
    "Forecast",
    "HistoryEvent",
    "Hold",
    "Kpi",
    "KpiDefinition",
    "KpiImport",
    "KpiTarget",
    "KpiUpdate",
    "LateRequest",
    "Lesson",
    "LessonUse",
    "LinkCode",
    "LinkKey",
    "LinkTry",
    "MeetingRecord",
    "MeetingStep",
    "Membership",
    "Occurrence",
    "OccurrencePost",
    "Offer",
    "OutboxPost",
    "Pace",
    "Person",
    "PersonalWish",
    "Receipt",
    "RegisterItem",
    "RegisterStep",
    "ReportLink",
    "Schedule",
    "ScheduleVersion",
    "SetupCode",
    "SlackHome",
    "SlackInstallation",
    "SlackInstalling",
    "TeamsConversation",
    "TeamsPerson",
    "TeamsRegistration",
    "Tripwire",
    "Vote",
    "Workspace",
]
