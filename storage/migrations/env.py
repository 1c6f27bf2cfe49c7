"""Alembic's entry: it runs on the connection that storage/schema.py hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import Base
from storage.types import ExactDecimal, JsonValue, UtcDateTime

OWN_TYPES = {UtcDateTime: "types.UtcDateTime()", ExactDecimal: "types.ExactDecimal()"}


def render_item(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our own column types by their names; False leaves the rest to Alembic."""
    if kind != "type":
        return False
    name = "types.JsonValue" if item is JsonValue else OWN_TYPES.get(type(item))
    if name is None:
        return False
    autogenerate.imports.add("from storage import types")
    return name


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
