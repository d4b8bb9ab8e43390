"""The OpenAPI document: what each operation takes and answers. The AsyncAPI document: what travels."""
