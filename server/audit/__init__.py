"""The event rows: audit log and outbox in one."""
