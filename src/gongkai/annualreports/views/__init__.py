"""Pages of the desk about annual reports."""
