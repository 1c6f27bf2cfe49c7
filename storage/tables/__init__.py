"""Every table, in one list."""

from storage.tables.base import Base
from storage.tables.console import ConsoleChannel, ConsoleMessage
from storage.tables.conversation import (
    Channel,
    Context,
    Hold,
    LateRequest,
    Offer,
    OutboxPost,
    Receipt,
)
from storage.tables.engagements import Engagement, EngagementChannel, EngagementWorkspace, Membership
from storage.tables.feedback import Feedback, FeedbackStep
from storage.tables.history import HistoryEvent
from storage.tables.kpis import Kpi, KpiDefinition, KpiImport, KpiTarget, KpiUpdate
from storage.tables.people import Account, LinkCode, LinkTry, Person, SetupCode, Workspace
from storage.tables.slack import SlackHome, SlackInstallation, SlackInstalling
from storage.tables.teams import TeamsConversation, TeamsPerson, TeamsRegistration

__all__ = [
    "Account",
    "Base",
    "Channel",
    "ConsoleChannel",
    "ConsoleMessage",
    "Context",
    "Engagement",
    "EngagementChannel",
    "EngagementWorkspace",
    "Feedback",
    "FeedbackStep",
    "HistoryEvent",
    "Hold",
    "Kpi",
    "KpiDefinition",
    "KpiImport",
    "KpiTarget",
    "KpiUpdate",
    "LateRequest",
    "LinkCode",
    "LinkTry",
    "Membership",
    "Offer",
    "OutboxPost",
    "Person",
    "Receipt",
    "SetupCode",
    "SlackHome",
    "SlackInstallation",
    "SlackInstalling",
    "TeamsConversation",
    "TeamsPerson",
    "TeamsRegistration",
    "Workspace",
]
