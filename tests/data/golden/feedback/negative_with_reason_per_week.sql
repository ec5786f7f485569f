-- createdAt_week (timestamp), count_id (integer)
select strftime(k1::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), count(a1), count(*) over ()
from (
  select date_trunc('week', created_at) as k1, id as a1
  from feedback
  where project_id = ?
    and type = ?
    and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?)) > 0
    and (details is null) is not true
)
group by k1
order by k1 asc nulls last
limit ?;
-- ? 'p1'
-- ? 'negative'
-- ? ''
-- ? '/label'
-- ? '"inaccurate"'
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct date_trunc('week', created_at)
  from feedback
  where project_id = ?
    and type = ?
    and len(list_filter(try_cast(json_extract(reasons, ?) as json[]), lambda e1: json_extract(coalesce(e1::varchar, 'null'), ?)::varchar = ?)) > 0
    and (details is null) is not true
);
-- ? 'p1'
-- ? 'negative'
-- ? ''
-- ? '/label'
-- ? '"inaccurate"'
