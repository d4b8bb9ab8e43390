"""Telling other processes over Redis, and hearing from them."""
