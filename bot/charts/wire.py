"""What goes to the process that draws and back: charts there, pictures back, each after its length."""

from pydantic import TypeAdapter

from domain.chat.charts import Chart

LENGTH_BYTES = 4

_CHART: TypeAdapter[Chart] = TypeAdapter(Chart)


def chart_to_bytes(chart: Chart) -> bytes:
    """The chart as JSON; the same chart is always the same bytes."""
    return _CHART.dump_json(chart)


def chart_from_bytes(data: bytes) -> Chart:
    """The chart that `chart_to_bytes` wrote. Raises ValueError for anything else."""
    return _CHART.validate_json(data)


def framed(data: bytes) -> bytes:
    """The bytes after their own length."""
    return len(data).to_bytes(LENGTH_BYTES) + data
