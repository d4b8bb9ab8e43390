"""The documents, held to what is so."""
