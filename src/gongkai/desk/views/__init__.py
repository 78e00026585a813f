"""The pages of the desk that span apps."""
