-- reasons (json), count (integer)
select k1, count(*), count(*) over ()
from (
  select nullif(reasons, 'null') as k1
  from feedback
  where project_id = ?
)
group by k1
order by k1 asc nulls last
limit ?;
-- ? 'p1'
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
