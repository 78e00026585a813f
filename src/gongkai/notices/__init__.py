"""Words to people, with their wishes and a record."""
