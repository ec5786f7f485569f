-- type (string)
select k1, count(*) over ()
from (
  select type as k1, user_message_count as a1
  from conversations
  where project_id = ?
)
group by k1
having (count(*) >= ? and (avg(a1) = ?) is not true)
order by k1 asc nulls last
limit ?;
-- ? 'p1'
-- ? 10
-- ? 2.5
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select 1
  from (
    select type as k1, user_message_count as a1
    from conversations
    where project_id = ?
  )
  group by k1
  having (count(*) >= ? and (avg(a1) = ?) is not true)
);
-- ? 'p1'
-- ? 10
-- ? 2.5
