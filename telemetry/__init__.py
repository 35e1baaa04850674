"""What operators see of running servers: metrics, timings, logs and traces; never who talks."""
