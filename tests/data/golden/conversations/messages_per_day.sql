-- firstMessageTime_day (timestamp), sum_userMessageCount (integer), avg_userMessageCount (number)
select strftime(k1::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), sum(a1)::bigint, avg(a2), count(*) over ()
from (
  select date_trunc('day', first_message_at) as k1, user_message_count as a1, user_message_count as a2
  from conversations
  where project_id = ?
    and first_message_at >= ?
    and first_message_at < ?
)
group by k1
order by k1 asc nulls last
limit ?;
-- ? 'p1'
-- ? datetime.datetime(2026, 1, 1, 0, 0)
-- ? datetime.datetime(2026, 2, 1, 0, 0)
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct date_trunc('day', first_message_at)
  from conversations
  where project_id = ?
    and first_message_at >= ?
    and first_message_at < ?
);
-- ? 'p1'
-- ? datetime.datetime(2026, 1, 1, 0, 0)
-- ? datetime.datetime(2026, 2, 1, 0, 0)
