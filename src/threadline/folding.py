"""How texts are compared in searches: one way for what is stored and for what is looked for. Pure.

A text is folded: compatibility forms become plain ones (NFKC), letters lose case and accents, and what cannot be seen
is left out. Then it is cut into words. Scripts that put no spaces between words give pairs of signs: each sign with
the next, and the last of a run alone. So any part of a run is found, a part of two signs or more as a phrase of pairs,
and a single sign as the beginning of a pair. An emoji is a word.

What comes out has ASCII letters and digits, and other characters of words; all else is a space or ASCII punctuation.
That is what the `ascii` tokenizer of FTS5 takes for words, whichever Unicode SQLite knows.

Sources: Unicode Standard Annex 15 (normalization forms); Unicode Technical Report 30 (folding of accents).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SCANNED = ((0x80, 0x33FF), (0xA000, 0xABFF), (0xF900, 0xFFFF), (0x10000, 0x11FFF), (0x1D100, 0x1E9FF))
"""Where there are marks and digits; ideographs and syllables are passed over."""

_SPACELESS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul, as parts of syllables
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19FF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Lanna
    (0x2E80, 0x2FDF),  # parts of Han signs
    (0x3005, 0x3007),
    (0x3021, 0x3029),
    (0x3031, 0x3035),
    (0x303B, 0x303C),
    (0x3041, 0x31FF),  # Hiragana, Katakana, Bopomofo
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xA960, 0xA97F),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAADF),
    (0xAC00, 0xD7FF),  # Hangul: particles follow their noun without a space
    (0xF900, 0xFAFF),
    (0x1AFF0, 0x1B16F),
)
_FURTHER_HAN = "\U00020000-\U0003ffff"
_EMOJI = (
    (0x2300, 0x23FF),
    (0x2600, 0x2793),
    (0x2795, 0x2797),
    (0x27B0, 0x27B0),
    (0x2B1B, 0x2B1C),
    (0x2B50, 0x2B55),
    (0x1F000, 0x1F7FF),
    (0x1F900, 0x1FAFF),
)
"""Arrows and boxes are not among them: they stand between words as punctuation does."""

_UNSEEN = (
    (0x034F, 0x034F),
    (0x0640, 0x0640),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0xFE00, 0xFE0F),
    (0x1F3FB, 0x1F3FF),
    (0xE0000, 0xE0FFF),
)
"""What changes no word beside format characters: fillers, tatweel, variants of signs, colours of skin."""

_ACCENTS = frozenset([1, *range(10, 37), *range(200, 241)])
"""Combining classes of marks that are left out; those of vowels and of voiced Kana are not among them."""

_LATIN = (
    (0xDF, 0x2AF),
    (0x1D00, 0x1DBF),
    (0x1E00, 0x1EFF),
    (0x2C60, 0x2C7F),
    (0xA720, 0xA7FF),
    (0xAB30, 0xAB6F),
)
_NAMED = re.compile(r"LATIN SMALL LETTER ([A-Z]{1,2}) WITH ")
_LETTERS = {
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "ȷ": "j",
    "ĸ": "k",
    "ŋ": "n",
    "ə": "e",
    "ɛ": "e",
    "ɔ": "o",
    "ґ": "\N{CYRILLIC SMALL LETTER GHE}",
    **dict.fromkeys("ىیې", "ي"),
    **dict.fromkeys("ةہھە", "\N{ARABIC LETTER HEH}"),
    "ٱ": "\N{ARABIC LETTER ALEF}",
    "ک": "ك",
    **dict.fromkeys("ʹʻʼʽʾʿˈ", "'"),
}
"""Letters that do not decompose, and what they are compared as."""

_OFTEN = 16
"""Up to so many characters, a run comes often, and what becomes of it is kept."""

_PRIVATE = "\ue000-\uf8ff"
_OTHER = re.compile("[^\x00-\x7f]+")
_WORD = re.compile("[0-9A-Za-z\x80-\U0010ffff]+")


@dataclass(slots=True)
class Placed:
    """A folded text that knows where its characters stand in the text as it is written."""

    folded: str
    _starts: list[int]
    """Where in the folded text a run of ASCII, or another sign, begins; in order."""

    _written: list[int]
    """Where it begins in the written text."""

    _steps: list[int]
    """1 for a run of ASCII; 0 for a sign, whose characters are all at one place."""

    def start(self, place: int) -> int:
        """Return where a character of the folded text begins in the written one."""
        part = bisect_right(self._starts, place) - 1
        return self._written[part] + (place - self._starts[part]) * self._steps[part]

    def end(self, place: int) -> int:
        """Return where in the written text ends what ends before a place of the folded text."""
        part = bisect_right(self._starts, place) - 1
        if not self._steps[part] and self._starts[part] < place:  # within a sign: all of it
            return self._written[part + 1]
        return self.start(place)


class _Folding(dict[int, "int | str | None"]):
    """What characters are compared as; those that are not listed as themselves, which is noted: to miss is dear."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@dataclass(frozen=True, slots=True)
class _Tables:
    folding: _Folding
    special: re.Pattern[str]
    """What is cut, or left out, in a run of other characters than ASCII's."""

    word: re.Pattern[str]
    """A word, or a run of a script without spaces."""

    single: re.Pattern[str]
    """A sign with its marks, in folded texts."""

    sign: re.Pattern[str]
    """A sign with its marks, in texts as they are written."""


def fold(text: str) -> str:
    """Return a text as it is compared.

    >>> fold("Łódź, STRASSE straße Ελλάς ﬁle")
    'lodz, strasse strasse ελλασ file'
    """
    return text.lower() if text.isascii() else _OTHER.sub(_folded, text.lower())


def indexed(text: str) -> str:
    """Return a text as the index takes it in; words of ASCII letters may keep their case.

    >>> indexed("Ein Übertrag: 退款吗?")
    'Ein ubertrag:  退款 款吗 吗 ?'
    """
    return text if text.isascii() else _OTHER.sub(_cut, text)


def words(text: str) -> list[str]:
    """Return the words that the index has of a text, each as often as the text has it.

    >>> words("iPhone手机壳")
    ['iphone', '手机', '机壳', '壳']
    """
    return _WORD.findall(indexed(text).lower())


def sought(text: str) -> tuple[list[str], bool]:
    """Return the words to look for, in this order, and whether the last may go on.

    >>> sought("退款"), sought("款"), sought("a 款")
    ((['退款'], False), (['款'], True), (['a', '款'], True))
    """
    found = words(text)
    if not found or not is_spaceless(found[-1]):
        return found, False
    if len(found) > 1 and found[-2] != found[-1] and found[-2].endswith(found[-1]):
        return found[:-1], False
    return found, True


def is_spaceless(word: str) -> bool:
    """Tell whether a word of the index is of a script without spaces."""
    found = None if word.isascii() else _tables().word.match(word)
    return bool(found and found["run"])


def word_from(folded: str, place: int) -> re.Match[str] | None:
    """Return the next word of a folded text, from a place on; a run of a script without spaces is its group `run`."""
    return _tables().word.search(folded, place)


def is_cut(folded: str, place: int) -> bool:
    """Tell whether a place is in the middle of a word, or between a sign and its marks."""
    found = _tables().word.match(folded, place - 1) if 0 < place < len(folded) else None
    if found and found["run"]:
        found = _tables().single.match(folded, place - 1)
    return found is not None and found.end() > place


def placed(text: str) -> Placed:
    """Return a folded text that knows where it came from."""
    parts = list(_parts(text))
    lengths = [len(part) for part, _, _ in parts]
    return Placed(
        "".join(part for part, _, _ in parts),
        list(accumulate(lengths, initial=0)),
        [*(place for _, place, _ in parts), len(text)],
        [*(step for _, _, step in parts), 1],
    )


def _parts(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield a folded text in parts: a run of ASCII or another sign, where it is written, and its step."""
    end = 0
    for run in _OTHER.finditer(text):
        yield text[end : run.start()].lower(), end, 1
        for sign in _tables().sign.finditer(run[0]):
            yield _folded_often(sign[0]), run.start() + sign.start(), 0
        end = run.end()
    yield text[end:].lower(), end, 1


def _folded(run: re.Match[str]) -> str:
    return _folded_often(run[0]) if len(run[0]) <= _OFTEN else _folded_run(run[0])


@lru_cache(1 << 15)
def _folded_often(run: str) -> str:
    return _folded_run(run)


def _folded_run(run: str) -> str:
    """Return a run of other characters than ASCII's as it is compared."""
    apart = run.replace("™", " ").replace("℠", " ")  # their letters are no part of the word before them
    plain = unicodedata.normalize("NFKD", apart).replace("\u0345", "").casefold()
    # The short i of Cyrillic is a letter of its own, which nobody writes without its mark.
    return unicodedata.normalize("NFC", plain.replace("и\u0306", "й").translate(_tables().folding)).lower()


def _cut(run: re.Match[str]) -> str:
    return _cut_often(run[0]) if len(run[0]) <= _OFTEN else _cut_run(run[0])


@lru_cache(1 << 15)
def _cut_often(run: str) -> str:
    return _cut_run(run)


def _cut_run(run: str) -> str:
    return _tables().special.sub(_spaced, _folded_run(run))


def _spaced(special: re.Match[str]) -> str:
    """Return a run without spaces as pairs, an emoji as a word, and anything else as a space."""
    text = special[0]
    if special.lastgroup == "run":
        single = _tables().single.findall(text)
        return f" {' '.join(map(''.join, zip(single, [*single[1:], ''], strict=True)))} "
    return f" {text} " if special.lastgroup == "emoji" else " "


@cache
def _tables() -> _Tables:
    """Read the database of Unicode once."""
    category = {code: unicodedata.category(chr(code)) for code in _codes(_SCANNED)}
    folding: dict[int, str | None] = {
        code: None for code, kind in category.items() if _is_left_out(code, kind)
    }
    digits = ((code, unicodedata.decimal(chr(code), None)) for code in category)
    folding |= {code: str(digit) for code, digit in digits if digit is not None}
    folding |= dict.fromkeys(_codes(_UNSEEN))
    folding |= _bases()
    folding |= {ord(letter): base for letter, base in _LETTERS.items()}
    all_marks = {code for code, kind in category.items() if kind[0] == "M"}
    marks = {code for code in all_marks if code not in folding}
    spaceless = {code for code in _codes(_SPACELESS) if unicodedata.category(chr(code))[0] in "LMN"}
    emoji = _ranges(code for code in _codes(_EMOJI) if unicodedata.category(chr(code)) in {"So", "Cn"})
    run, mark = _ranges(spaceless) + _FURTHER_HAN, _ranges(marks)
    letter = rf"(?:[0-9a-z]+|[^\W_{run}]|[{_ranges(marks - spaceless)}{_PRIVATE}])"
    return _Tables(
        _Folding(folding),
        special=re.compile(f"(?P<run>[{run}]+)|(?P<emoji>[{emoji}])|[^\x00-\x7f\\w{mark}{_PRIVATE}]+"),
        word=re.compile(f"(?P<run>[{run}]+)|{letter}+|[{emoji}]"),
        single=re.compile(f".[{mark}]*"),
        sign=re.compile(f".[{_ranges(all_marks)}\u1160-\u11ff\uff9e\uff9f]*", re.DOTALL),
    )


def _is_left_out(code: int, kind: str) -> bool:
    if kind in {"Cf", "Me"}:
        return True
    return kind == "Mn" and (
        unicodedata.combining(chr(code)) in _ACCENTS or unicodedata.name(chr(code), "").endswith("SIGN NUKTA")
    )


def _bases() -> dict[int, str | None]:
    """Return the Latin letters with a stroke, a hook or the like, and the letters that they are compared as."""
    named = ((code, _NAMED.match(unicodedata.name(chr(code), ""))) for code in _codes(_LATIN))
    return {code: found[1].lower() for code, found in named if found}


def _codes(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    return chain.from_iterable(range(first, last + 1) for first, last in ranges)


def _ranges(codes: Iterable[int]) -> str:
    """Return what a regular expression writes between brackets for some characters."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)
