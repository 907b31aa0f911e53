"""Errors of a server that is away, after which the same request may be made again.

``TimeoutError`` is an ``OSError``, from Python 3.11 on that of asyncio too.
"""

from __future__ import annotations

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

DATABASE_AWAY = (SQLAlchemyError, OSError)
REDIS_AWAY = (RedisError, OSError)
SERVER_AWAY = (RedisError, SQLAlchemyError, OSError)
"""Whichever of the two."""
