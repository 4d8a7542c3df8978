("@timestamp" >= make_timestamp_ns(1795392000000000000) AND "@timestamp" < make_timestamp_ns(1795478400000000000))
