"""What goes to the process that draws and back: orders there, pictures back, each after its length."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from domain.chat.charts import Chart

LENGTH_BYTES = 4


@dataclass(frozen=True, kw_only=True)
class Order:
    """A chart, and how many pixels its picture may have on a side; 0 is as many as it has."""

    chart: Chart
    most_pixels: int = 0


_ORDER: TypeAdapter[Order] = TypeAdapter(Order)


def order_to_bytes(order: Order) -> bytes:
    """The order as JSON; the same order is always the same bytes."""
    return _ORDER.dump_json(order)


def order_from_bytes(data: bytes) -> Order:
    """The order that `order_to_bytes` wrote. Raises ValueError for anything else."""
    return _ORDER.validate_json(data)


def framed(data: bytes) -> bytes:
    """The bytes after their own length."""
    return len(data).to_bytes(LENGTH_BYTES) + data
