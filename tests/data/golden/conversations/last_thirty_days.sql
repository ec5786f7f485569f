-- count (integer)
select count(*)
from (
  select 1
  from conversations
  where project_id = ?
    and first_message_at >= ?
    and first_message_at < ?
)
limit ?;
-- ? 'p1'
-- ? datetime.datetime(2025, 12, 6, 10, 0)
-- ? datetime.datetime(2026, 1, 4, 22, 0)
-- ? 10000

-- total
-- total (integer)
select 1;
