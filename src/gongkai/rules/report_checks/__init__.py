"""What does not add up in an annual report: one module for each kind of rule, `checking` is the door."""
