"""Opens files: compression, encodings, workbooks, JSON."""
