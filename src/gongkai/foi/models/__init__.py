"""What is true of a request, by subject: cases, clock, handling, letters, remedies, calendars."""
