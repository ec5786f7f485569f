-- "messages" "matches" "text"
rid in (select unnest(?::bigint[]))
-- ? [3, 5]

-- "messages" "matches" "text"
(rid in (select unnest(?::bigint[])) and first_message_rid in (
    select thread.first_message_rid
    from semantic_threads as thread
    join (select unnest(?::bigint[]) as rid) as found
    on thread.rid = found.rid >> 20 and found.rid between thread.first_message_rid and thread.last_message_rid
  ))
-- ? [3, 5]
-- ? [3145729, 5242880]

