"""Every register that travels says by which fields two records of it look like one thing written twice, or that none does."""

from __future__ import annotations

from stationdesk.registers.catalogue import register_of
from stationdesk.services.rejoining import ALIKE
from stationdesk.sync.line_check import TRAVELLING


def test_every_travelling_register_says_what_looks_alike_by_fields_it_has() -> None:
    assert set(TRAVELLING) == set(ALIKE)
    for kind, ways in ALIKE.items():
        for names in ways:
            assert set(names) <= set(register_of(kind).model_fields), kind
