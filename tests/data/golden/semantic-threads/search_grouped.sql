-- category (string), count (integer)
select k1, count(*), count(*) over ()
from (
  select category as k1
  from semantic_threads
  join (
    select thread.first_message_rid, min(found.rank) as relevance
    from semantic_threads as thread
    join (select unnest(?::bigint[]) as rid, unnest(?::bigint[]) as rank) as found
    on thread.rid = found.rid >> 20 and found.rid between thread.first_message_rid and thread.last_message_rid
    where thread.project_id = ?
    group by thread.first_message_rid
  ) as ranking using (first_message_rid)
  where project_id = ?
)
group by k1
order by k1 asc nulls last
limit ?;
-- ? [17, 4]
-- ? [0, 1]
-- ? 'p1'
-- ? 'p1'
-- ? 10000

-- total
-- total (integer)
select count(*)
from (
  select distinct category
  from semantic_threads
  join (
    select thread.first_message_rid, min(found.rank) as relevance
    from semantic_threads as thread
    join (select unnest(?::bigint[]) as rid, unnest(?::bigint[]) as rank) as found
    on thread.rid = found.rid >> 20 and found.rid between thread.first_message_rid and thread.last_message_rid
    where thread.project_id = ?
    group by thread.first_message_rid
  ) as ranking using (first_message_rid)
  where project_id = ?
);
-- ? [17, 4]
-- ? [0, 1]
-- ? 'p1'
-- ? 'p1'
