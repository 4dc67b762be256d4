"""The templates of messages, Chinese and English: whole lines of ours, with values that are cleaned before they come here.

`link` stands for the address, which is put in at the moment of sending and stored nowhere.
"""

from typing import Final

from jinja2 import Environment, StrictUndefined

_ZH: Final = """\
【{{ head }}】{{ rule }} {{ count }}条{% if place %} · {{ place }}{% endif %} · {{ at }}
{% if changes %}{{ changes }}
{% endif %}\
{% if rows %}{% for row in rows %}{{ row }}
{% endfor %}{% endif %}\
{% if worst %}{{ worst }}{% if across %}，跨平台{{ across }}条{% endif %}{% if running %}；{{ running }}条正在进行{% endif %}
{% endif %}\
{% if basis %}依据：{{ basis }}（{{ force }}）；数据：{{ reliance }}
{% endif %}\
{% if numbers %}线索 {{ numbers }}
{% endif %}\
{{ link }}
本条为线索，非违法认定"""

_EN: Final = """\
[{{ head }}] {{ rule }}: {{ count }}{% if place %} · {{ place }}{% endif %} · {{ at }}
{% if changes %}{{ changes }}
{% endif %}\
{% if rows %}{% for row in rows %}{{ row }}
{% endfor %}{% endif %}\
{% if worst %}{{ worst }}{% if across %}, {{ across }} across platforms{% endif %}\
{% if running %}; {{ running }} still running{% endif %}
{% endif %}\
{% if basis %}Law: {{ basis }} ({{ force }}); data: {{ reliance }}
{% endif %}\
{% if numbers %}Leads {{ numbers }}
{% endif %}\
{{ link }}
A lead to be checked, no finding of an offence"""

_HTML: Final = """\
<!doctype html><html><body>{% for line in lines %}<p>{{ line }}</p>{% endfor %}\
{% if link %}<p><a href="{{ link }}">{{ label }}</a></p>{% endif %}</body></html>"""

_TEXTS: Final = Environment(autoescape=False, undefined=StrictUndefined)  # noqa: S701  plain text; values are cleaned
_PAGES: Final = Environment(autoescape=True, undefined=StrictUndefined)

TEXTS: Final = {"zh": _TEXTS.from_string(_ZH), "en": _TEXTS.from_string(_EN)}
HTML: Final = _PAGES.from_string(_HTML)
