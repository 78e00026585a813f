"""What is true of an annual report, by subject: the report and its figures; its text; its way to the superior."""
