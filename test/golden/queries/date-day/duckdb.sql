(("@timestamp" >= make_timestamp_ns(1795478400000000000) AND "@timestamp" < make_timestamp_ns(1795564800000000000)) AND "event.start" >= make_timestamp_ns(1795564800000000000))
