-- createdAt_day (timestamp), type (string), count (integer)
select strftime(k1::timestamp, '%Y-%m-%dT%H:%M:%S.%gZ'), k2, count(*), count(*), epoch_us(k1), k2
from (
  select date_trunc('day', created_at) as k1, type as k2
  from events
  where project_id = ?
)
group by k1, k2
having ((count(*) < ? or count(*) is null) or (count(*) is not distinct from ? and ((k1 > make_timestamp(?) or k1 is null) or (k1 is not distinct from make_timestamp(?) and false))))
order by count(*) desc nulls last, k1 asc nulls last, k2 asc nulls last
limit ?;
-- ? 'p1'
-- ? 12
-- ? 12
-- ? 1767571200000000
-- ? 1767571200000000
-- ? 6

-- total
-- total (integer)
select count(*)
from (
  select distinct date_trunc('day', created_at), type
  from events
  where project_id = ?
);
-- ? 'p1'
