"""The department that is competent for a lead: by the clause's bracket, then the sector's body in it, then the area.

A body of the bracket without a department that has a rota here is passed over. Decides nothing about people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from alerts.routing.reading import DutyFiles, DutyRow, Places
from alerts.words import RULES, SECTORS
from schemas.bilingual import Bilingual

COUNTIES: Final = "county"
"""The body that stands for the counties, zones and 湾里管理局, which end the bracket of nearly every clause."""


@dataclass(frozen=True, slots=True)
class Competence:
    """The department, and the rows that led to it; `department` is None where none has a rota, `body` then the first of all."""

    department: str | None
    body: str
    because: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Competences:
    """The brackets of the clauses, the bodies of the sectors, and the departments that have a rota here."""

    files: DutyFiles
    places: Places
    on_rota: frozenset[str]

    def of(self, rule: str, sector: str | None, area: str | None) -> Competence:
        """The competence for a rule in a sector and an area."""
        found = self.files.rows("rules").get(rule)
        if found is None:
            reason = Bilingual(f"规则 {rule} 未列条款", f"no file has a clause for the rule {rule}")
            return Competence(None, "", (reason,))
        clause = self.files.rows("clauses")[found.shape.clause]
        bracket = [*clause.shape.bracket, *([COUNTIES] if clause.shape.counties else [])]
        because = [self._by_clause(rule, found, clause, bracket)]
        leading, reason = self._by_sector(sector, bracket)
        because.append(reason)
        bodies = list(dict.fromkeys([*leading, *bracket]))
        for index, body in enumerate(bodies):
            department = self._nearest(body, area)
            if department is not None:
                because += [*self._passed_over(bodies[:index]), self._by_area(department, area)]
                return Competence(department.id, body, tuple(because))
        return Competence(None, bodies[0], (*because, *self._passed_over(bodies)))

    def within(self, area: str | None, areas: tuple[str, ...] | list[str]) -> int | None:
        """The closeness of areas to an area: 0 itself, 1 a county it lies in, 2 all areas; None where it is elsewhere."""
        if not areas:
            return 2
        if area is None:
            return None
        if area in areas:
            return 0
        return 1 if set(self.places.get(area, ())) & set(areas) else None

    def _by_sector(self, sector: str | None, bracket: list[str]) -> tuple[list[str], Bilingual]:
        row = None if sector is None else self.files.rows("sectors").get(sector)
        if row is None:
            zh = "未给行业" if sector is None else f"行业 {sector} 未列主管"
            en = "no sector is given" if sector is None else f"no body leads the sector {sector}"
            return [], Bilingual(f"{zh}：按条款括号次序", f"{en}: the bracket's order counts")
        name, body = SECTORS.get(sector or "", sector or ""), self._body(row.shape.body)
        if row.shape.body in bracket:
            zh, en = f"行业{name}由{body.zh}主管，且在括号内", f"{body.en} leads {sector} and stands in the bracket"
            return [row.shape.body], Bilingual(f"{zh}（{row.row}）", f"{en} ({row.row})")
        zh, en = (
            f"行业{name}主管{body.zh}不在括号内：按括号次序",
            f"{body.en} leads {sector} but stands outside of the bracket: its order counts",
        )
        return [], Bilingual(f"{zh}（{row.row}）", f"{en} ({row.row})")

    def _by_clause(self, rule: str, row: DutyRow[Any], clause: DutyRow[Any], bracket: list[str]) -> Bilingual:
        names = [self._body(body) for body in bracket]
        zh = f"{RULES.get(rule, rule)}依第{clause.id}条，分工为{'、'.join(name.zh for name in names)}"
        en = f"{rule} falls under clause {clause.id}, whose bracket names {', '.join(name.en for name in names)}"
        return Bilingual(f"{zh}（{row.row}，{clause.row}）", f"{en} ({row.row}, {clause.row})")

    def _passed_over(self, bodies: list[str]) -> Iterator[Bilingual]:
        if bodies:
            names = [self._body(body) for body in bodies]
            zh = f"{'、'.join(name.zh for name in names)}在此无值班表"
            yield Bilingual(zh, f"{', '.join(name.en for name in names)}: no rota here covers the place")

    def _by_area(self, department: DutyRow[Any], area: str | None) -> Bilingual:
        shape = department.shape
        where_zh, where_en = (
            ("全市", "the whole city") if not shape.areas else ("、".join(shape.areas), ", ".join(shape.areas))
        )
        given = area or "—"
        zh, en = f"区域 {given}：{shape.zh}（{where_zh}）", f"area {given}: {shape.en} ({where_en})"
        return Bilingual(f"{zh}（{department.row}）", f"{en} ({department.row})")

    def _nearest(self, body: str, area: str | None) -> DutyRow[Any] | None:
        """The department of a body that is closest to an area; the first of several in the order of the files."""
        departments: Mapping[str, DutyRow[Any]] = self.files.rows("departments")
        of_body = [row for row in departments.values() if row.shape.body == body and row.id in self.on_rota]
        ranked = [(rank, row) for row in of_body if (rank := self.within(area, row.shape.areas)) is not None]
        return min(ranked, key=lambda pair: pair[0], default=(0, None))[1]

    def _body(self, body: str) -> Bilingual:
        shape = self.files.rows("bodies")[body].shape
        return Bilingual(shape.zh, shape.en)
