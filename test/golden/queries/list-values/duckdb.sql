(len(list_filter("user.roles", lambda x: lower(x) = $1)) > 0 AND (len(list_filter("user.roles", lambda x: lower(x) = $2)) > 0) IS NOT TRUE)
-- $1 = "admin"
-- $2 = "ops"
