"""The portal's own pages: what spans apps, and what every page shows."""
