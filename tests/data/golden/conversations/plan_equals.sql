-- id (string), properties.plan (json)
select id, json_extract(properties, ?)::varchar
from (
  select *
  from conversations
  where project_id = ?
    and json_extract(properties, ?)::varchar = ?
  order by try_cast(json_extract(properties, ?)::varchar as double) desc nulls last, case when json_type(properties, ?) = 'DOUBLE' and suffix(json_extract_string(properties, ?), '.0') then replace(substring(json_extract_string(properties, ?), 1, length(json_extract_string(properties, ?)) - 2), '-0', '0') else json_extract_string(properties, ?) end desc nulls last, id asc nulls last
  limit ?
  offset ?
)
order by try_cast(json_extract(properties, ?)::varchar as double) desc nulls last, case when json_type(properties, ?) = 'DOUBLE' and suffix(json_extract_string(properties, ?), '.0') then replace(substring(json_extract_string(properties, ?), 1, length(json_extract_string(properties, ?)) - 2), '-0', '0') else json_extract_string(properties, ?) end desc nulls last, id asc nulls last;
-- ? '/plan'
-- ? 'p1'
-- ? '/plan'
-- ? '"enterprise"'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? 20
-- ? 40
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'

-- total
-- total (integer)
select count(*)
from conversations
where project_id = ?
  and json_extract(properties, ?)::varchar = ?;
-- ? 'p1'
-- ? '/plan'
-- ? '"enterprise"'
