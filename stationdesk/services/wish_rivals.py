"""Who else would take a wish that nobody has: the claims that were answered no, or not at all, and are not over."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlmodel import Session

FREE = frozenset({"approved", "published", "expired"})
"""States in which the station can still say yes to them."""
_STANDING = """
SELECT c.wish_id, c.claimer FROM wish_claim c
WHERE c.removed_at IS NULL AND ifnull(c.is_extra, 0) = 0 AND c.wish_id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
  SELECT 1 FROM claim_end e WHERE e.wish_id = c.wish_id AND e.claim_id = c.id AND e.removed_at IS NULL)
ORDER BY c.key
"""


def wanted_by(session: Session, wishes: Collection[str]) -> dict[str, str]:
    """Return who asked last, of the wishes among some that nobody has and that somebody else asked for."""
    asked = session.connection().exec_driver_sql(_STANDING, (json.dumps(sorted(wishes)),)) if wishes else ()
    return {str(wish): str(claimer) for wish, claimer in asked}
