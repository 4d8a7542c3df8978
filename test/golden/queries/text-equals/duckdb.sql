lower("user.name") = $1
-- $1 = "alice"
