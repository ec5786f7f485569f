-- firstMessageTime_month (timestamp), userProperties.supportAgentName (string), countDistinct_userProperties.userId (integer)
select strftime(k1::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), k2, count(distinct a1), count(*) over ()
from (
  select date_trunc('month', first_message_at) as k1, case when json_type(user_properties, ?) = 'DOUBLE' and suffix(json_extract_string(user_properties, ?), '.0') then replace(substring(json_extract_string(user_properties, ?), 1, length(json_extract_string(user_properties, ?)) - 2), '-0', '0') else json_extract_string(user_properties, ?) end as k2, case when json_type(user_properties, ?) = 'DOUBLE' and suffix(json_extract_string(user_properties, ?), '.0') then replace(substring(json_extract_string(user_properties, ?), 1, length(json_extract_string(user_properties, ?)) - 2), '-0', '0') else json_extract_string(user_properties, ?) end as a1
  from conversations
  where project_id = ?
)
group by k1, k2
order by k1 asc nulls last, k2 asc nulls last
limit ?;
-- ? '/supportAgentName'
-- ? '/supportAgentName'
-- ? '/supportAgentName'
-- ? '/supportAgentName'
-- ? '/supportAgentName'
-- ? '/userId'
-- ? '/userId'
-- ? '/userId'
-- ? '/userId'
-- ? '/userId'
-- ? 'p1'
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct date_trunc('month', first_message_at), case when json_type(user_properties, ?) = 'DOUBLE' and suffix(json_extract_string(user_properties, ?), '.0') then replace(substring(json_extract_string(user_properties, ?), 1, length(json_extract_string(user_properties, ?)) - 2), '-0', '0') else json_extract_string(user_properties, ?) end
  from conversations
  where project_id = ?
);
-- ? '/supportAgentName'
-- ? '/supportAgentName'
-- ? '/supportAgentName'
-- ? '/supportAgentName'
-- ? '/supportAgentName'
-- ? 'p1'
