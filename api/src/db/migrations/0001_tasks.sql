CREATE TABLE tasks (
  id uuid PRIMARY KEY,
  -- Order of creation: what pages are cut by, because two tasks can have the same instant.
  position bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  state text NOT NULL CHECK (state IN ('open', 'done')),
  version integer NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE INDEX tasks_state_position ON tasks (state, position);
