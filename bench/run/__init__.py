"""The command line of the bench, and the machine it runs on."""
