"""How staff reach items: lists, form, the item itself, review, imports."""
