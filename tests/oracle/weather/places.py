"""The places and offices of weather messages in plain words: which counties a code names, and who signs with a name."""

from tests.oracle.pace.law import COUNTIES

COUNTY_NAMES = dict(
    zip(
        COUNTIES,
        ["东湖区", "西湖区", "青云谱区", "青山湖区", "新建区", "红谷滩区", "南昌县", "安义县", "进贤县"],
        strict=True,
    )
)
SHARED = ("国家预警信息发布中心", "国家突发事件预警信息发布系统")
PROVINCIAL, CIVIC = "江西省预警信息发布中心", "南昌市预警信息发布中心"
OFFICES: dict[str, set[str]] = {
    "00000041600000": {"中央气象台", "国家气象中心", "中国气象局", *SHARED},
    "36000041600000": {"江西省气象台", "江西省气象局", *SHARED, PROVINCIAL},
    "36010041600000": {"南昌市气象台", "南昌市气象局", *SHARED, PROVINCIAL, CIVIC},
} | {
    f"{code}41600000": {f"{COUNTY_NAMES[code]}气象台", f"{COUNTY_NAMES[code]}气象局", *SHARED, PROVINCIAL, CIVIC}
    for code in ("360112", "360121", "360123", "360124")
}
"""Every name and channel of an office, by its code."""


def rank(office: str) -> int:
    """The nation, a province, a city, a county."""
    return [office[:6] == "000000", office[2:6] == "0000", office[4:6] == "00", True].index(True)


def below(office: str) -> set[str]:
    return {other for other in OFFICES if office in OFFICES and rank(other) > rank(office)}


def holders(name: str) -> list[str]:
    return [code for code, names in OFFICES.items() if name == code or name in names]


def office_of(name: str) -> str:
    found = holders(name)
    return found[0] if len(found) == 1 else name


def means(name: str | None, own: str, signed: set[str | None]) -> str | None:
    """The office that a reference means: None for no name is its own."""
    if name is None:
        return own
    found = holders(name)
    if own in found or (not found and (name in signed or name == own)):
        return own
    return {0: name, 1: (found or [""])[0]}.get(len(found))


def counties_of(code: str, described: str) -> set[str] | None:
    """The counties of ours that a code names; None where it is none of our scheme."""
    if not code.isdigit() or not code.isascii() or len(code) not in (6, 9, 12):
        return None
    if code[6:].strip("0"):
        return set()
    if code[:6] == "360100":
        return set(COUNTIES)
    if code[:6] == "360000":
        return set(COUNTIES) if _all_of_us(described) else {c for c, name in COUNTY_NAMES.items() if name in described}
    return {code[:6]} & set(COUNTIES)


def _all_of_us(described: str) -> bool:
    if "全省" in described or described in ("江西省", "江西"):
        return True
    rest = described
    for name in COUNTY_NAMES.values():
        for between in ("", " ", "：", ":", "（", "(", "的"):
            rest = rest.replace("南昌市" + between + name, "").replace("南昌" + between + name, "")
    return "南昌" in rest.replace("南昌县", "")
