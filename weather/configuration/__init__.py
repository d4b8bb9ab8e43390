"""Reading the settings from the environment."""
