"""Logs as fields, on standard error: for people as text, for machines as JSON. Ids, never bodies."""

import logging
import sys

import structlog
from structlog.typing import Processor

from bot.settings import Settings

# What these say at level info is about each tick and each query.
# Some of them log what they send, tokens too.
CHATTY = ("apscheduler", "asyncio", "aiosqlite", "sqlalchemy", "alembic", "slack_bolt", "slack_sdk")


def set_up_logs(settings: Settings, *, is_quiet: bool = False) -> None:
    """Send the logs of ours and of every library through one door.

    A quiet program logs nothing, unless LOG_LEVEL is set: it answers its user in words.
    """
    is_silent = is_quiet and "log_level" not in settings.model_fields_set
    # Locals in a traceback would be bodies: no renderer may show them.
    tracebacks: list[Processor] = [structlog.processors.format_exc_info]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *tracebacks,
            _renderer(settings),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(
        handlers=[handler], level="CRITICAL" if is_silent else settings.log_level.upper(), force=True
    )
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _renderer(settings: Settings) -> Processor:
    if settings.logs_json:
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
