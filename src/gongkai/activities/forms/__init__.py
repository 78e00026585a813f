"""What people type about activities, accounts and prints."""
