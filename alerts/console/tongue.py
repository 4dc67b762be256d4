"""The language of a page: Chinese, English, or both beside each other where nobody is signed in yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schemas.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language. `tag` is that of the document, `id` the account's setting."""

    id: str
    tag: str

    def pick(self, zh: str, en: str) -> str:
        """The text in this language."""
        if self.id == "en":
            return en
        return zh if self.id == "zh" or zh == en else f"{zh} {en}"

    def of(self, text: Bilingual) -> str:
        """A bilingual text in this language."""
        return self.pick(text.zh, text.en)

    def word(self, word: str | None, words: Mapping[str, str]) -> str:
        """A word of the contract in this language; unchanged where there is no Chinese word for it."""
        if word is None:
            return ""
        plain = str(word)
        return self.pick(words.get(plain, plain), plain.replace("_", " "))


ZH: Final = Tongue("zh", "zh-CN")
EN: Final = Tongue("en", "en")
BOTH: Final = Tongue("both", "zh-CN")
TONGUES: Final = {"zh": ZH, "en": EN}
