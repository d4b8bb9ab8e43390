"""Static files as they are sent: joined, by hashed names, compressed."""
