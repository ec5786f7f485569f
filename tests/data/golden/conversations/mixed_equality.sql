-- count (integer)
select count(*)
from (
  select 1
  from conversations
  where project_id = ?
    and ((json_extract(properties, ?)::varchar in (?, ?, ?, ?) or try_cast(json_extract(properties, ?)::varchar as double) in (?, ?)) or coalesce(json_extract(properties, ?)::varchar, 'null') = 'null' or ((json_extract(properties, ?)::varchar = ? or json_extract(properties, ?)::varchar = ?)) is not true or try_cast(json_extract(user_properties, ?)::varchar as double) > ? or case when json_type(user_properties, ?) = 'VARCHAR' then json_extract_string(user_properties, ?) end <= ?)
)
limit ?;
-- ? 'p1'
-- ? '/ticket id'
-- ? '"7"'
-- ? '"x"'
-- ? '"7.5"'
-- ? 'true'
-- ? '/ticket id'
-- ? 7.0
-- ? 7.5
-- ? '/ticket id'
-- ? '/a/b~1c'
-- ? '"9007199254740993"'
-- ? '/a/b~1c'
-- ? '9007199254740993'
-- ? '/seats'
-- ? 10.0
-- ? '/since'
-- ? '/since'
-- ? '2026-01-01'
-- ? 10000

-- total
-- total (integer)
select 1;
