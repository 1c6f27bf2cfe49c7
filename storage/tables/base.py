"""The base of every table: naming of constraints, and the columns that most rows share."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import JsonValue, UtcDateTime


class Base(DeclarativeBase):
    """Every table. Named constraints let migrations change them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: JsonValue,
        list[Any]: JsonValue,
    }


class Row:
    """What every row has: an id that grows."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)


class Numbered(Row):
    """What people know by its number; each engagement counts its own."""

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"), sort_order=-1)
    number: Mapped[int] = mapped_column(sort_order=-1)
