"""Chinese text: analysing, converting, comparing, and finding personal data."""
