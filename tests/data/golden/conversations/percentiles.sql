-- firstMessageTime_quarter (timestamp), median_userMessageCount (number), p95_properties.seconds (number)
select strftime(k1::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), quantile_cont(a1, 0.5), case when isfinite(quantile_cont(a2, 0.95)) then quantile_cont(a2, 0.95) end, count(*) over ()
from (
  select date_trunc('quarter', first_message_at) as k1, user_message_count as a1, case when isfinite(try_cast(json_extract(properties, ?)::varchar as double)) then try_cast(json_extract(properties, ?)::varchar as double) end as a2, user_message_count as a3
  from conversations
  where project_id = ?
)
group by k1
order by quantile_cont(a3, 0.9) desc nulls last, k1 asc nulls last
limit ?;
-- ? '/seconds'
-- ? '/seconds'
-- ? 'p1'
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct date_trunc('quarter', first_message_at)
  from conversations
  where project_id = ?
);
-- ? 'p1'
