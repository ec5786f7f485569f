-- id (string), question (string)
select id, question
from semantic_threads
join (
  select semantic_threads.rowid as place, relevance
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
    and (has_negative_feedback = ? or list_has_all(third_party_entities, ?::varchar[]))
  order by relevance, first_message_at desc nulls last, id desc nulls last
  limit ?
) as found on semantic_threads.rowid = found.place
order by relevance, first_message_at desc nulls last, id desc nulls last;
-- ? [17, 4]
-- ? [0, 1]
-- ? 'p1'
-- ? 'p1'
-- ? True
-- ? ['Stripe']
-- ? 1000

-- total
-- total (integer)
select count(*)
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
  and (has_negative_feedback = ? or list_has_all(third_party_entities, ?::varchar[]));
-- ? [17, 4]
-- ? [0, 1]
-- ? 'p1'
-- ? 'p1'
-- ? True
-- ? ['Stripe']
