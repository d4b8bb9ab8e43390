"""The OpenAPI 3.1 document: what each operation takes and answers."""
