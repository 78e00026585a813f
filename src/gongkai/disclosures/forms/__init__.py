"""Whether what people type about items is well formed. Forms never save."""
