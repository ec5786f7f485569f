-- firstMessageTime_day (timestamp), count (integer)
select strftime(k1::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), count(*), count(*) over ()
from (
  select nullif(greatest(coalesce(case when timezone(?, timezone('UTC', (date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))) - (timezone(?, timezone('UTC', (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 24 hour)::timestamp)) - (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 24 hour)))::timestamp)) = date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))) then least((date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))) - (timezone(?, timezone('UTC', (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 24 hour)::timestamp)) - (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 24 hour))), timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp)))))) else timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) end, 'infinity'::timestamp), '0001-01-01'::timestamp), 'infinity'::timestamp) as k1
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
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
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
  select distinct nullif(greatest(coalesce(case when timezone(?, timezone('UTC', (date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))) - (timezone(?, timezone('UTC', (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 24 hour)::timestamp)) - (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 24 hour)))::timestamp)) = date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))) then least((date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))) - (timezone(?, timezone('UTC', (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 24 hour)::timestamp)) - (timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) - interval 24 hour))), timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp)))))) else timezone('UTC', timezone(?, date_trunc('day', timezone(?, timezone('UTC', first_message_at::timestamp))))) end, 'infinity'::timestamp), '0001-01-01'::timestamp), 'infinity'::timestamp)
  from conversations
  where project_id = ?
);
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'Europe/Berlin'
-- ? 'p1'
