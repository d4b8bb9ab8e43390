"""Running trials: which faults when, in which environment, and what is said of them."""
