"""The steps of somebody who gets a message of the demonstration: open its link, read the form, and press its button."""

import re
from html import unescape

import httpx

LIMIT_S = 30.0


def inbox_of(said: str) -> str:
    """The address of the inbox that a demonstration prints; empty before."""
    found = re.search(r"the console: open (http://[\d.:]+)", said)
    return found[1] if found else ""


def personal_links(inbox: str) -> list[tuple[str, str]]:
    """To whom messages with a link that signs came, and the links, the newest first."""
    page = httpx.get(inbox, timeout=LIMIT_S).text
    articles = re.findall(r"<article>(.*?)</article>", page, re.DOTALL)
    found = [
        (re.search(r"<span>phone: (\w+)</span>", one), re.search(r'href="(http://[^"]+/s/[\w-]+)"', one))
        for one in articles
    ]
    return [(person[1], unescape(link[1])) for person, link in found if person and link]


def form_of(page: str) -> dict[str, list[str]]:
    """The hidden fields of the page's form, as a browser would send them."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page):
        fields.setdefault(name, []).append(unescape(value))
    return fields


def press(link: str, fields: dict[str, list[str]]) -> httpx.Response:
    """Send the form to the address that it stands at, with the origin of its page."""
    origin = link.partition("/s/")[0]
    return httpx.post(link, data=fields, headers={"Origin": origin}, timeout=LIMIT_S)
