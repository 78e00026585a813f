"""Reading annual reports on information disclosure: any year, any layout, every figure with its place."""
