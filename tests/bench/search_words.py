"""Which words a bench looks for: rare, middling and common ones of a text index, found in it."""

from dataclasses import dataclass
from pathlib import Path

import apsw

from threadline.records.search import FILE_NAME
from threadline.records.search.parts import sizes, table

MIDDLING_SHARE = 0.01
_FEWEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an index, by how many messages have them."""

    rare: str
    middling: str
    """One message in a hundred has it."""

    common: tuple[str, str, str]
    """The three that most messages have."""

    @classmethod
    def of(cls, data: Path) -> "Words":
        """Return words of the index in a data folder, as the newest whole part of it has them."""
        index = apsw.Connection(str(data / FILE_NAME))
        try:
            parts = sizes(index)
            part = max(parts, key=lambda each: (parts[each], each))
            index.execute(f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', '{table(part)}', 'row')")
            sql = "SELECT term, doc FROM temp.terms WHERE length(term) >= ? ORDER BY doc DESC, term"
            found = [(str(term), int(str(doc))) for term, doc in index.execute(sql, (_FEWEST_LETTERS,))]
        finally:
            index.close()
        middling = min(found, key=lambda each: abs(each[1] - MIDDLING_SHARE * parts[part]))
        first, second, third = (term for term, _ in found[:3])
        return cls(found[-1][0], middling[0], (first, second, third))
