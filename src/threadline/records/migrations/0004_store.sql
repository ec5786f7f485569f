-- Which store this is: what is made from its records carries the same number, so that it is never taken for another's.
CREATE TABLE store (identity INTEGER NOT NULL) STRICT;
INSERT INTO store VALUES (random());

-- What was found to be lost when the file was opened: acknowledged writes that a damaged log or an older copy lacks.
CREATE TABLE losses (
  rid INTEGER PRIMARY KEY,
  found_at INTEGER NOT NULL,
  sentence TEXT NOT NULL
) STRICT;
