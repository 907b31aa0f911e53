"""The alert rules of a camera: those of the records of the kinds, and what its detectors' settings override."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from common.kinds import KINDS
from common.kinds.rule import Rule

RULES: Mapping[str, Rule] = MappingProxyType({name: kind.rule for name, kind in KINDS.items() if kind.rule is not None})
"""What the deployment starts from: the rule of every kind that a detector may tell of."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one camera: its overrides by kind and zone, the kinds' own for the rest."""

    overrides: Mapping[tuple[str, str | None], Rule] = field(default_factory=dict)

    def rule(self, kind: str, zone: str | None) -> Rule:
        """The rule of a kind in a zone; ``KeyError`` when no rule of that kind exists."""
        found = self.overrides.get((kind, zone))
        return RULES[kind] if found is None else found

    def noisy_after(self, kind: str, zone: str | None) -> int:
        """How many alerts of a kind an hour may bring, as its rule says; 0 for any number."""
        return self.rule(kind, zone).noisy_after
