-- id (string)
select id
from (
  select *
  from conversations
  where project_id = ?
    and (starts_with(lower(type), lower(?)) or contains(lower(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end), lower(?)))
  order by first_message_at desc nulls last, id desc nulls last
  limit ?
)
order by first_message_at desc nulls last, id desc nulls last;
-- ? 'p1'
-- ? 'Support'
-- ? '/plan'
-- ? '/plan'
-- ? 'PRO'
-- ? 1000

-- total
-- total (integer)
select count(*)
from conversations
where project_id = ?
  and (starts_with(lower(type), lower(?)) or contains(lower(case when json_type(properties, ?) = 'VARCHAR' then json_extract_string(properties, ?) end), lower(?)));
-- ? 'p1'
-- ? 'Support'
-- ? '/plan'
-- ? '/plan'
-- ? 'PRO'
