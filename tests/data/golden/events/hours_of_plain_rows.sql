-- createdAt_hour (timestamp), searchQuery (string), properties (text_map)
select strftime(date_trunc('hour', created_at)::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), search_query, properties
from (
  select *
  from events
  where project_id = ?
    and event_type = ?
  order by date_trunc('day', created_at) desc nulls last, id asc nulls last
  limit ?
)
order by date_trunc('day', created_at) desc nulls last, id asc nulls last;
-- ? 'p1'
-- ? 'search'
-- ? 1000

-- total
-- total (integer)
select count(*)
from events
where project_id = ?
  and event_type = ?;
-- ? 'p1'
-- ? 'search'
