-- One row for each service that says by itself that it works. The API writes its own every second, which is how the
-- database proves that it can be written to. A service that is silent for three intervals counts as unhealthy.
CREATE TABLE service_heartbeats (
  service text PRIMARY KEY CHECK (service ~ '^[a-z][a-z0-9-]{0,62}$'),
  beat_at timestamptz(3) NOT NULL DEFAULT now(),
  interval_ms integer NOT NULL DEFAULT 10000 CHECK (interval_ms > 0),
  critical boolean NOT NULL DEFAULT false
) WITH (
  -- Room for updates on the same page, which then need no change of the index.
  fillfactor = 50
);
