"""A unit of work: one transaction, rolled back unless committed by name. Turns the driver's errors into ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from alerts.database.engine import WRITES
from alerts.database.translating import translated
from alerts.errors import LedgerUnavailable


class UnitOfWork:
    """`with UnitOfWork(engine) as unit: ...; unit.commit()`. Leaving it in any other way leaves nothing behind.

    A reading one (`writes=False`) sees one snapshot throughout.
    """

    def __init__(self, engine: Engine, *, writes: bool = True) -> None:
        self._engine = engine
        self._writes = writes

    def __enter__(self) -> Self:
        with our_errors():
            self.connection: Connection = self._engine.connect()
            try:
                self._begin()
            except BaseException:
                self.connection.close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> None:
        with our_errors():
            self.connection.close()
        if isinstance(error, DBAPIError):
            raise translated(error) from error

    def commit(self) -> None:
        """Make it last. After this the unit is over."""
        self.connection.commit()

    def _begin(self) -> None:
        if self._engine.dialect.name == "postgresql" and not self._writes:
            self.connection.execution_options(isolation_level="REPEATABLE READ")
        self.connection.execution_options(**{WRITES: self._writes})
        self.connection.begin()


@contextmanager
def our_errors() -> Iterator[None]:
    """Whatever the driver raises inside comes out as one of ours."""
    try:
        yield
    except PoolTimeoutError as error:
        raise LedgerUnavailable("all connections to the ledger's database are in use; try again") from error
    except DBAPIError as error:
        raise translated(error) from error
