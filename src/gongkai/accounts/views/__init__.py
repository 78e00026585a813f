"""How people sign in, and how they are administered."""
