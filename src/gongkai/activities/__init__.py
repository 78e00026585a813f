"""What an office did for openness and no other app can count: recorded simply, with evidence."""
