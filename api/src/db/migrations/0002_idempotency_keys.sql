-- One row for each Idempotency-Key that created a task in the last 24 hours. The first answer is not stored: it follows
-- from the request, which the fingerprint proves to be the same, and from these two columns.
CREATE TABLE idempotency_keys (
  key text PRIMARY KEY,
  fingerprint text NOT NULL,
  task_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL
);

CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
