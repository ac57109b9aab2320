-- One row for each browser in which a person is signed in. Whoever reads the table can be nobody by it: of the secret in
-- the browser's cookie only the SHA-256 is here, and no token of the identity provider.
CREATE TABLE sessions (
  secret_hash bytea PRIMARY KEY CHECK (octet_length(secret_hash) = 32),
  -- Names the session where it may be seen: in lists, and to end it.
  id uuid NOT NULL UNIQUE,
  owner_id uuid NOT NULL,
  name text NOT NULL,
  roles text[] NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  seen_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL
);

CREATE INDEX sessions_owner ON sessions (owner_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);
