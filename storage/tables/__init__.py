"""Every table, in one list."""

from storage.tables.base import Base
from storage.tables.console import ConsoleChannel, ConsoleMessage
from storage.tables.conversation import Context, Offer, OutboxPost, Receipt
from storage.tables.engagements import Engagement, EngagementChannel, EngagementWorkspace, Membership
from storage.tables.feedback import Feedback, FeedbackStep
from storage.tables.history import HistoryEvent
from storage.tables.kpis import Kpi, KpiDefinition, KpiImport, KpiTarget, KpiUpdate
from storage.tables.people import Account, Person, SetupCode, Workspace

__all__ = [
    "Account",
    "Base",
    "ConsoleChannel",
    "ConsoleMessage",
    "Context",
    "Engagement",
    "EngagementChannel",
    "EngagementWorkspace",
    "Feedback",
    "FeedbackStep",
    "HistoryEvent",
    "Kpi",
    "KpiDefinition",
    "KpiImport",
    "KpiTarget",
    "KpiUpdate",
    "Membership",
    "Offer",
    "OutboxPost",
    "Person",
    "Receipt",
    "SetupCode",
    "Workspace",
]
