"""What pages and actions need to know of annual reports."""
