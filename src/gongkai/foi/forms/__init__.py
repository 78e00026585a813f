"""Whether what people type about requests is well formed. Forms never save."""
