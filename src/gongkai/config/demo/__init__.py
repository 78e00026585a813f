"""The demo: a city that does not exist, its offices and people, and three years of what they published."""
