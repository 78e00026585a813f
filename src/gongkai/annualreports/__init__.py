"""Annual reports: read from paper or computed, checked, corrected with reasons, confirmed, published, compared."""
