-- integrationId (string), count (integer)
select k1, count(*), count(*) over ()
from (
  select integration_id as k1
  from semantic_threads
  where project_id = ?
    and is_on_topic = ?
    and is_clear = ?
    and is_documented = ?
)
group by k1
order by k1 asc nulls last
limit ?;
-- ? 'p1'
-- ? 'yes'
-- ? 'yes'
-- ? 'no'
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct integration_id
  from semantic_threads
  where project_id = ?
    and is_on_topic = ?
    and is_clear = ?
    and is_documented = ?
);
-- ? 'p1'
-- ? 'yes'
-- ? 'yes'
-- ? 'no'
