"""The doors of services that carry our items further: one interface, a small class for each service."""
