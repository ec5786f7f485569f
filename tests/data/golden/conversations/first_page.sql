-- properties.plan (json)
select json_extract(properties, ?)::varchar, try_cast(json_extract(properties, ?)::varchar as double), case when json_type(properties, ?) = 'DOUBLE' and suffix(json_extract_string(properties, ?), '.0') then replace(substring(json_extract_string(properties, ?), 1, length(json_extract_string(properties, ?)) - 2), '-0', '0') else json_extract_string(properties, ?) end, id
from (
  select *
  from conversations
  where project_id = ?
  order by try_cast(json_extract(properties, ?)::varchar as double) asc nulls last, case when json_type(properties, ?) = 'DOUBLE' and suffix(json_extract_string(properties, ?), '.0') then replace(substring(json_extract_string(properties, ?), 1, length(json_extract_string(properties, ?)) - 2), '-0', '0') else json_extract_string(properties, ?) end asc nulls last, id asc nulls last
  limit ?
)
order by try_cast(json_extract(properties, ?)::varchar as double) asc nulls last, case when json_type(properties, ?) = 'DOUBLE' and suffix(json_extract_string(properties, ?), '.0') then replace(substring(json_extract_string(properties, ?), 1, length(json_extract_string(properties, ?)) - 2), '-0', '0') else json_extract_string(properties, ?) end asc nulls last, id asc nulls last;
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? 'p1'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? '/plan'
-- ? 3
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
where project_id = ?;
-- ? 'p1'
