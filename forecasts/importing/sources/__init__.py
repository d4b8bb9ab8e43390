"""The file formats that can be imported."""
