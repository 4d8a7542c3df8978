(starts_with(lower("user.name"), $1) OR regexp_full_match(lower("event.action"), $2))
-- $1 = "al"
-- $2 = "(?s)1.*\\%_\\\\do.e"
