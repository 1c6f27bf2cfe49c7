"""Which KPI the words of a table mean: exactly, as somebody said, or nearly."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import OSA

from domain.kpis import KpiName, UnknownKpi, split_kpi
from domain.kpis.names import LONGEST_HEAD, SHORT_WORD, fold

SHORTEST_NEAR = 4

# A unit behind a name: Revenue (GBP), No-show rate %, Spend in £.
_UNIT = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|(?:,|\bin)\s*(?:[A-Z]{3}|[^\w\s]{1,2})|[%£$€#])\s*$")


@dataclass(frozen=True, kw_only=True)
class Match:
    """The KPI that is meant, or else the one that is nearest; neither where none is near."""

    kpi: KpiName | None = None
    near: KpiName | None = None


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the KPIs are called; `meant` holds what a person said of other words: folded words -> key."""

    known: Sequence[KpiName]
    meant: Mapping[str, str] = field(default_factory=dict)
    _found: dict[str, Match] = field(default_factory=dict)

    @cached_property
    def _words(self) -> Sequence[tuple[str, KpiName]]:
        """Every folded word of every KPI."""
        return [(fold(word), kpi) for kpi in self.known for word in (kpi.key, kpi.name, *kpi.aliases)]

    def match(self, words: str) -> Match:
        """Find the KPI that the words name."""
        if words not in self._found:
            self._found[words] = self._match(words)
        return self._found[words]

    def _match(self, words: str) -> Match:
        typed = words.strip()[:LONGEST_HEAD]
        bare = _UNIT.sub("", typed)
        for candidate in dict.fromkeys((typed, bare)):
            if kpi := self._said(candidate) or self._exact(candidate):
                return Match(kpi=kpi)
        return Match(near=self._nearest(bare))

    def _said(self, words: str) -> KpiName | None:
        key = self.meant.get(fold(words))
        return next((kpi for kpi in self.known if kpi.key == key), None) if key else None

    def _exact(self, words: str) -> KpiName | None:
        try:
            found = split_kpi(words, self.known)
        except UnknownKpi:
            return None
        return found[0] if found and not found[1] else None

    def _nearest(self, words: str) -> KpiName | None:
        """The KPI with a name a typing slip away: one edit up to five letters, two above."""
        wanted = fold(words)
        slips = 1 if len(wanted) <= SHORT_WORD else 2
        if len(wanted) < SHORTEST_NEAR:
            return None
        scored = [
            (OSA.distance(wanted, word, score_cutoff=slips), kpi.name, kpi) for word, kpi in self._words
        ]
        near = [one for one in scored if one[0] <= slips]
        return min(near, key=lambda one: one[:2])[2] if near else None
