-- reasons (json), count (integer)
select k1, count(*)
from (
  select nullif(reasons, 'null') as k1
  from feedback
  where project_id = ?
)
group by k1
order by try_cast(k1 as double) asc nulls last, case when json_type(k1, ?) = 'DOUBLE' then regexp_replace(json_extract_string(k1, ?), '[.]0$', '') else json_extract_string(k1, ?) end asc nulls last
limit ?;
-- ? 'p1'
-- ? ''
-- ? ''
-- ? ''
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct nullif(reasons, 'null')
  from feedback
  where project_id = ?
);
-- ? 'p1'
