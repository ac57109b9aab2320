-- no-transaction
CREATE INDEX CONCURRENTLY IF NOT EXISTS tasks_owner_position ON tasks (owner_id, position);
