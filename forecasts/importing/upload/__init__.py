"""The import by the upload page: keeps the file, shows what it is, and imports it."""
