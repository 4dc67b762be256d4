"""The warning of a rainstorm as the weather office sends it: an orange one, its update to red, and its cancelling.

The first two are in the national form of the Common Alerting Protocol, the last in CAP 1.2 itself: both must be readable.
"""

from datetime import UTC, datetime, timedelta

from streams.tools.city.weather.storm import WARNED, Storm

_SENDER = "36010041600000"
_AHEAD = timedelta(hours=8)
"""The offset of China's time, in which the weather office writes."""

_NATIONAL = """\
<?xml version="1.0" encoding="UTF-8"?>
<alert>
  <identifier>{identifier}</identifier>
  <sender>南昌市气象台</sender>
  <senderCode>{sender}</senderCode>
  <sendTime>{sent}</sendTime>
  <status>Actual</status>
  <msgType>{type}</msgType>
  <scope>Public</scope>
  <references>{references}</references>
  <info>
    <language>zh-CN</language>
    <eventType>11B03</eventType>
    <urgency>Unknown</urgency>
    <severity>{severity}</severity>
    <certainty>Unknown</certainty>
    <effective>{sent}</effective>
    <onset></onset>
    <expires></expires>
    <senderName>南昌市气象台</senderName>
    <headline>南昌市气象台发布暴雨{colour}色预警信号</headline>
    <description>预计未来3小时，上述地区降雨量将达50毫米以上。</description>
    <area>
      <areaDesc>西湖区、青云谱区、青山湖区</areaDesc>
      <geocode>{geocodes}</geocode>
    </area>
  </info>
</alert>
"""

_CANCEL = """\
<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>{identifier}</identifier>
  <sender>{sender}</sender>
  <sent>{sent}</sent>
  <status>Actual</status>
  <msgType>Cancel</msgType>
  <scope>Public</scope>
  <references>{references}</references>
</alert>
"""


def warning_messages(storm: Storm) -> list[tuple[int, bytes]]:
    """The messages about a storm: the instant of sending (ms) and the bytes of each."""
    orange, red, over = (_identifier(at) for at in (storm.begins, storm.red, storm.ends))
    replaced = f"{_SENDER},{red},{_time(storm.red, 'T')}"
    return [
        (storm.begins, _warning(orange, storm.begins, "Alert", "", "Orange", "橙")),
        (storm.red, _warning(red, storm.red, "Update", orange, "Red", "红")),
        (storm.ends, _filled(_CANCEL, identifier=over, sent=_time(storm.ends, "T"), references=replaced)),
    ]


def _warning(identifier: str, at: int, kind: str, references: str, severity: str, colour: str) -> bytes:
    return _filled(
        _NATIONAL,
        identifier=identifier,
        sent=_time(at, " "),
        type=kind,
        references=references,
        severity=severity,
        colour=colour,
        geocodes=",".join(f"{county}000000" for county in WARNED),
    )


def _filled(form: str, **values: str) -> bytes:
    return form.format(sender=_SENDER, **values).encode()


def _identifier(at: int) -> str:
    return f"{_SENDER}_{_local(at):%Y%m%d%H%M%S}"


def _time(at: int, parted: str) -> str:
    return f"{_local(at):%Y-%m-%d{parted}%H:%M:%S}+08:00"


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1_000, UTC) + _AHEAD
