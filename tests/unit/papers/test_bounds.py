import subprocess
import sys
from pathlib import Path

from streams.core.workers.judge import Judge
from streams.law.files import packaged_law
from streams.law.registers.budget import BUDGETS, USUAL
from streams.rules.evidence import MOST_LINES
from tests.unit.core.days import at, group, row
from tests.unit.documents import BOUNDS, CONTRACT, block, rows, text


def test_the_budgets_are_those_of_a_platform_that_says_nothing_else() -> None:
    table = rows(BOUNDS, "budget")

    assert list(table) == [*BUDGETS]
    assert [usual for _, usual, _ in table.values()] == [f"{getattr(USUAL, name):,}" for name in BUDGETS]
    assert "10,000 `statements` and 1 MiB (`worker_bytes`)" in text(CONTRACT)
    assert (USUAL.statements, USUAL.worker_bytes, USUAL.new_workers, USUAL.bytes) == (
        10_000,
        1 << 20,
        200_000,
        2 * 10**9,
    )


def test_cut_evidence_is_checked_by_the_program_of_the_document(tmp_path: Path) -> None:
    says = ["08:00 online", *(f"09:{minute:02d} accepted o{minute}" for minute in range(60)), "12:30 offline"]
    for name, most in (("cut", 7), ("whole", None)):
        judge = Judge(packaged_law(), most_lines=most)
        judge.fold(group(row(line) for line in says), at("13:00"))
        (said,) = judge.everything(at("13:00"))
        (tmp_path / f"{name}.json").write_text(said.findings[0].model_dump_json())
    program = ["-c", block(BOUNDS, "python")]

    right = subprocess.run([sys.executable, *program], cwd=tmp_path, check=False, capture_output=True, timeout=60)
    (tmp_path / "whole.json").write_text((tmp_path / "whole.json").read_text().replace('"o30"', '"o31"'))
    wrong = subprocess.run([sys.executable, *program], cwd=tmp_path, check=False, capture_output=True, timeout=60)

    assert (right.returncode, wrong.returncode) == (0, 1)
    assert f"the first {MOST_LINES:,} lines" in text(BOUNDS)
