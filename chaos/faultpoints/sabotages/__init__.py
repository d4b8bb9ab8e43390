"""Sabotages: each disables one defence of the product in its process, to show that the checker
notices. chaos.run.sabotage has the faults that reveal the damage.
"""
