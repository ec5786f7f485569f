-- type (string), count (integer)
select k1, count(*), count(*) over ()
from (
  select type as k1
  from conversations
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
  select distinct type
  from conversations
  where project_id = ?
);
-- ? 'p1'
