"""What happens to annual reports without anybody waiting for it: reading, checking."""
