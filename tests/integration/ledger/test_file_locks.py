"""The ledger's file among processes: what one of them commits is there for all, whoever opens and closes it meanwhile."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from alerts.database.engine import open_engine

ANOTHER = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM t').fetchall(); c.close()"


def test_a_second_connection_leaves_the_locks_of_the_first_and_so_the_log_under_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "ledger.db"
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as first, engine.connect() as second:
        first.exec_driver_sql("CREATE TABLE t (x)")
        first.commit()
        second.exec_driver_sql("SELECT * FROM t")
        second.rollback()
        subprocess.run([sys.executable, "-c", ANOTHER, file], check=True, timeout=60)
        first.exec_driver_sql("INSERT INTO t VALUES (1)")
        first.commit()

        with sqlite3.connect(file) as reader:
            assert reader.execute("SELECT count(*) FROM t").fetchone() == (1,)
    engine.dispose()
