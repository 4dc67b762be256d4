"""Checks that nothing was edited: the chain row by row, then every lead against its own log.

Reads the log twice as a stream, in constant memory: in its own order for the chain, then by lead for the leads.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select

from alerts.errors import DamagedLogError
from alerts.leads.chain import GENESIS, hash_of
from alerts.leads.finding import OPEN_END
from alerts.leads.lead import Lead, LogHead, fold
from alerts.ledger.law_texts import digest_of, read_laws
from alerts.ledger.reading import STREAMED
from alerts.ledger.rows import differences, entry_of_row
from alerts.ledger.storing import read_head
from alerts.ledger.tables import HEAD, LEADS, LOG
from schemas.bilingual import noun


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing that is wrong: at which entry of the log, of which lead, and what differs. Null where it is of none.

    `in_table`: a row of `leads` is not what its log makes it, which a rebuild brings in order.
    """

    sequence: int | None
    lead: int | None
    differs: str
    in_table: bool = False


def faults(connection: Connection, kept: LogHead | None = None) -> Iterator[Discrepancy]:
    """All faults, those of the chain first. `kept` is a head of an earlier run that was kept elsewhere."""
    heads = connection.execute(select(HEAD)).all()
    if len(heads) != 1:
        yield Discrepancy(None, None, f"the head must be one row, there are {len(heads)}")
        return
    head = read_head(connection)
    yield from chain_faults(connection, head, kept)
    yield from _leads(connection, head)
    for law in read_laws(connection):
        if law.text is not None and digest_of(law.text) != law.digest:
            yield Discrepancy(None, None, f"the text of the law {law.digest} was edited: it does not give its digest")


def chain_faults(
    connection: Connection, head: LogHead, kept: LogHead | None = None
) -> Generator[Discrepancy, None, None]:
    """The faults of the log alone: rows that were edited, removed, replaced or put elsewhere."""
    expected, previous = 1, GENESIS
    for row in _rows(connection, select(LOG).order_by(LOG.c.sequence)):
        sequence, lead, its_hash = row["sequence"], row["lead"], row["hash"]
        if sequence != expected:
            yield Discrepancy(expected, None, _range(expected, sequence - 1, "missing"))
        elif row["previous"] != previous:
            yield Discrepancy(sequence, lead, "does not follow the entry before it: one of the two was replaced")
        if its_hash != hash_of(dict(row)):
            yield Discrepancy(sequence, lead, "the entry was edited: its content does not give its hash")
        if kept is not None and sequence == kept.sequence and its_hash != kept.hash:
            yield Discrepancy(sequence, lead, "not the entry whose hash was kept elsewhere: the chain was rewritten")
        expected, previous = sequence + 1, its_hash
    yield from _end(expected - 1, previous, head, kept)


def _end(last: int, tail: str, head: LogHead, kept: LogHead | None) -> Iterator[Discrepancy]:
    if last < head.sequence:
        yield Discrepancy(last + 1, None, _range(last + 1, head.sequence, "missing", ", the newest,"))
    elif last > head.sequence:
        yield Discrepancy(head.sequence + 1, None, _range(head.sequence + 1, last, "beyond the head"))
    elif tail != head.hash:
        yield Discrepancy(last, None, "the last entry is not the one that the head names")
    if kept is not None and last < kept.sequence:
        yield Discrepancy(
            kept.sequence, None, f"the head kept elsewhere was at {kept.sequence}, the log ends at {last}"
        )


def _leads(connection: Connection, head: LogHead) -> Iterator[Discrepancy]:
    """Merge the log by lead with the leads by number; each must have the other."""
    unfilled = dict.fromkeys(_empty_columns(connection), 0)
    log = _histories(_rows(connection, select(LOG).order_by(LOG.c.lead, LOG.c.sequence)))
    table = _rows(connection, select(LEADS).order_by(LEADS.c.number))
    history, row, count = next(log, None), next(table, None), 0
    while history or row:
        number = min(history[0] if history else OPEN_END, row["number"] if row else OPEN_END)
        rows, columns = None, None
        if history and history[0] == number:
            rows, history, count = history[1], next(log, None), count + 1
        if row and row["number"] == number:
            columns, row = row, next(table, None)
        yield from _compared(number, rows, columns, unfilled)
    yield from (Discrepancy(None, None, _UNFILLED.format(name, n), in_table=True) for name, n in unfilled.items() if n)
    if count != head.leads:
        yield Discrepancy(None, None, f"the head counts {head.leads} {noun(head.leads, 'lead')}, the log has {count}")


_UNFILLED = (
    "the column {} of the table of leads is empty, the log has values for it (leads: {:,}); "
    "a column that was added is so until `shiftwarden ledger rebuild` fills it"
)


def _empty_columns(connection: Connection) -> Iterator[str]:
    """The columns of `leads` that no row has a value in, while there are rows."""
    columns = [column for column in LEADS.c if column.nullable]
    counts = select(func.count(), *(func.count(column) for column in columns)).select_from(LEADS)
    rows, *filled = connection.execute(counts).one()
    yield from (column.name for column, n in zip(columns, filled, strict=True) if rows and not n)


def _compared(
    number: int, rows: list[RowMapping] | None, row: RowMapping | None, unfilled: dict[str, int]
) -> Iterator[Discrepancy]:
    """The faults of one lead. One in a column of `unfilled` is counted there: a column is one fault, not one a lead."""
    if rows is None:
        yield Discrepancy(None, number, "the lead has no entry in the log", in_table=True)
        return
    last = rows[-1]["sequence"]
    try:
        lead = _fold_all(rows)
    except (DamagedLogError, ValueError, KeyError, TypeError) as error:
        yield Discrepancy(last, number, f"its entries make no lead: {error}")
        return
    if row is None:
        yield Discrepancy(last, number, "the log has the lead, the table of leads has not", in_table=True)
        return
    for name, stored, value in differences(lead, row):
        if name in unfilled:
            unfilled[name] += 1
        else:
            differs = f"{name} is {stored!r} in the table, the log says {value!r}"
            yield Discrepancy(last, number, differs, in_table=True)


def _fold_all(rows: list[RowMapping]) -> Lead:
    lead = None
    for row in rows:
        lead = fold(lead, entry_of_row(row))
    if lead is None:
        raise DamagedLogError("there are none")
    return lead


def _histories(rows: Iterator[RowMapping]) -> Iterator[tuple[int, list[RowMapping]]]:
    for number, of_one in groupby(rows, key=itemgetter("lead")):
        yield number, list(of_one)


def _rows(connection: Connection, query: Select[Any]) -> Iterator[RowMapping]:
    with connection.execute(query, execution_options=STREAMED).mappings() as rows:
        yield from rows


def _range(first: int, last: int, state: str, which: str = "") -> str:
    return f"entry {first}{which} is {state}" if first == last else f"entries {first} to {last}{which} are {state}"
