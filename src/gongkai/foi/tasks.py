"""What happens to requests without anybody waiting for it: reminders, lapses, erasure, checks."""
