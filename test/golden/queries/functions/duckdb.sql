(starts_with("user.name", $1) OR regexp_matches("user.name", $2) OR lower("user.name") = lower("user.target.name") OR date_part('hour', "event.start"::TIMESTAMP) >= 23)
-- $1 = "Al"
-- $2 = "(?i)^σ"
