-- firstMessageTime_day (timestamp), count (integer)
select strftime(k1::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), count(*), count(*) over ()
from (
  select nullif(greatest(coalesce((timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - to_hours((timezone(?, timezone('UTC', (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 1 hour)::timestamp)) = date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))::integer)), 'infinity'::timestamp), '0001-01-01'::timestamp), 'infinity'::timestamp) as k1
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
  select distinct nullif(greatest(coalesce((timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - to_hours((timezone(?, timezone('UTC', (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 1 hour)::timestamp)) = date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))::integer)), 'infinity'::timestamp), '0001-01-01'::timestamp), 'infinity'::timestamp)
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
