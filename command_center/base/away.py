"""Errors that mean that a server is away, so that what was asked of it may be asked again.

``TimeoutError`` is an ``OSError``, from Python 3.11 on that of asyncio too.
"""

from __future__ import annotations

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

DATABASE_AWAY = (SQLAlchemyError, OSError)
REDIS_AWAY = (RedisError, OSError)
SERVER_AWAY = (RedisError, SQLAlchemyError, OSError)
"""Whichever of the two."""
