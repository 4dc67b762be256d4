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
    """One transaction: `with UnitOfWork(engine) as unit: ...; unit.commit()`. Left without `commit`, it is rolled back.

    With `writes=False` all queries see one snapshot.
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
        """Commit the transaction. Nothing can be done with the unit afterwards."""
        self.connection.commit()

    def _begin(self) -> None:
        if self._engine.dialect.name == "postgresql" and not self._writes:
            self.connection.execution_options(isolation_level="REPEATABLE READ")
        self.connection.execution_options(**{WRITES: self._writes})
        self.connection.begin()


@contextmanager
def our_errors() -> Iterator[None]:
    """Raise our error in place of the driver's."""
    try:
        yield
    except PoolTimeoutError as error:
        raise LedgerUnavailable("all connections to the ledger's database are in use; try again") from error
    except DBAPIError as error:
        raise translated(error) from error
