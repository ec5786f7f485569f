-- type (string), count_id (integer), countDistinct_userProperties.id (integer)
select k1, count(a1), count(distinct a2), count(*) over ()
from (
  select type as k1, integration_id as k2, id as a1, case when json_type(user_properties, ?) = 'DOUBLE' and suffix(json_extract_string(user_properties, ?), '.0') then replace(substring(json_extract_string(user_properties, ?), 1, length(json_extract_string(user_properties, ?)) - 2), '-0', '0') else json_extract_string(user_properties, ?) end as a2
  from events
  where project_id = ?
    and type in (?, ?)
)
group by k1, k2
order by count(a1) desc nulls last, k1 asc nulls last, k2 asc nulls last
limit ?;
-- ? '/id'
-- ? '/id'
-- ? '/id'
-- ? '/id'
-- ? '/id'
-- ? 'p1'
-- ? 'assistant_message_copied'
-- ? 'chat_share_button_clicked'
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct type, integration_id
  from events
  where project_id = ?
    and type in (?, ?)
);
-- ? 'p1'
-- ? 'assistant_message_copied'
-- ? 'chat_share_button_clicked'
