"""Django bricks that know no domain: constraints, permissions, keyset paging, background tasks."""
