"""What the writes are compared with: a DRF ModelViewSet over the same table, and nothing else."""
