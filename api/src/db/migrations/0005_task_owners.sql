-- Who may see and change a task. NULL, as for all tasks that were made while sign-in was off: only administrators.
ALTER TABLE tasks ADD COLUMN owner_id uuid;
