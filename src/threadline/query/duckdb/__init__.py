"""How DuckDB writes what engines write each in their own way: a module for each group of functions.

Reading order: `json_text`, `literals` (JSON that a column holds alone), `lists`, `times`, `numbers`, `texts` (texts in
texts), `rows`, `reports`.
"""

from threadline.query.duckdb import json_text, lists, literals, numbers, reports, rows, texts, times
from threadline.query.emitting.dialect import Dialect

DUCKDB = Dialect(
    json=json_text,
    literals=literals,
    lists=lists,
    times=times,
    numbers=numbers,
    texts=texts,
    rows=rows,
    reports=reports,
)
