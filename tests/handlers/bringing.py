"""Steps of the tests that bring tables: dropping one, and what is recorded afterwards."""

from domain.chat import Reply, Upload
from storage.tables import Kpi, KpiUpdate

TABLE = "date,kpi,value,note\n2026-09,leads,41,from the desk\n2026-10,leads,44,\n2026-10,revenue,41500,\n"


async def drop(play, data, *, who="U_DANA", where="#northwind", name="kpis.csv"):
    """Let somebody drop a file."""
    data = data.encode() if isinstance(data, str) else data
    answer = await play.act(who, Upload(name=name, data=data), where=where)
    assert isinstance(answer, Reply)
    return answer


async def heads(play):
    """(KPI, period) -> the value that counts, of those with one."""
    keys = {kpi.id: kpi.key for kpi in await play.rows(Kpi)}
    links = await play.rows(KpiUpdate)
    superseded = {link.supersedes_id for link in links}
    standing = [link for link in links if link.id not in superseded and link.value is not None]
    return {(keys[link.kpi_id], link.period): link.value for link in standing}
