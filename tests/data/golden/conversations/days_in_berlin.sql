-- firstMessageTime_day (timestamp), count (integer)
select strftime(k1::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), count(*), count(*) over ()
from (
  select (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - to_hours((timezone(?, timezone('UTC', (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 1 hour)::timestamp)) = date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))::integer)) as k1
  from conversations
  where project_id = ?
)
group by k1
order by k1 asc nulls last
limit ?;
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'p1'
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - to_hours((timezone(?, timezone('UTC', (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 1 hour)::timestamp)) = date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))::integer))
  from conversations
  where project_id = ?
);
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'p1'
