-- type (string)
select k1, count(*) over ()
from (
  select type as k1, conversation_id as a1, date_trunc('day', created_at) as a2
  from events
  where project_id = ?
)
group by k1
order by count(distinct a1) desc nulls last, min(a2) desc nulls last, k1 asc nulls last
limit ?;
-- ? 'p1'
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct type
  from events
  where project_id = ?
);
-- ? 'p1'
