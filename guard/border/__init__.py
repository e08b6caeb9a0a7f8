"""What comes in from outside: files and texts that nobody vouches for, read safely."""
