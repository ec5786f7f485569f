-- id (string), userMessageCount (integer), organizationId (string), projectId (string), integrationId (string), firstMessageTime (timestamp), type (string), properties (json), userProperties (json)
select id, user_message_count, organization_id, project_id, integration_id, strftime(first_message_at::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), type, properties, user_properties
from (
  select *
  from conversations
  where project_id = ?
  order by first_message_at desc nulls last, id desc nulls last
  limit ?
)
order by first_message_at desc nulls last, id desc nulls last;
-- ? 'p1'
-- ? 1000

-- total
-- total (integer)
select count(*)
from conversations
where project_id = ?;
-- ? 'p1'
