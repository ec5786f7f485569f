-- firstMessageTime_hour (timestamp), id (string)
select strftime(nullif(greatest(coalesce((first_message_at::timestamp - (timezone(?, timezone('UTC', first_message_at::timestamp)) - date_trunc('hour', timezone(?, timezone('UTC', first_message_at::timestamp))))), 'infinity'::timestamp), '0001-01-01'::timestamp), 'infinity'::timestamp)::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), id
from (
  select *
  from conversations
  where project_id = ?
  order by first_message_at desc nulls last, id desc nulls last
  limit ?
)
order by first_message_at desc nulls last, id desc nulls last;
-- ? 'Asia/Kathmandu'
-- ? 'Asia/Kathmandu'
-- ? 'p1'
-- ? 1000

-- total
-- total (integer)
select count(*)
from conversations
where project_id = ?;
-- ? 'p1'
