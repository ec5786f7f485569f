-- id (string)
select id
from (
  select *
  from conversations
  where project_id = ?
    and rid in (select unnest(?::bigint[]))
  order by first_message_at desc nulls last, id desc nulls last
  limit ?
)
order by first_message_at desc nulls last, id desc nulls last;
-- ? 'p1'
-- ? [3, 5]
-- ? 1000

-- total
-- total (integer)
select count(*)
from conversations
where project_id = ?
  and rid in (select unnest(?::bigint[]));
-- ? 'p1'
-- ? [3, 5]
