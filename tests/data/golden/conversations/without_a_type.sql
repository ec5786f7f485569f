-- id (string)
select id
from (
  select *
  from conversations
  where project_id = ?
    and type is null
    and ((integration_id = ? or integration_id is null)) is not true
    and (id = ?) is not true
  order by first_message_at desc nulls last, id desc nulls last
  limit ?
)
order by first_message_at desc nulls last, id desc nulls last;
-- ? 'p1'
-- ? 'i1'
-- ? 'c1'
-- ? 1000

-- total
-- total (integer)
select count(*)
from conversations
where project_id = ?
  and type is null
  and ((integration_id = ? or integration_id is null)) is not true
  and (id = ?) is not true;
-- ? 'p1'
-- ? 'i1'
-- ? 'c1'
