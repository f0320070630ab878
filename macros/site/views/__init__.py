"""What pages show: plain functions from a release to frozen values, one for each macro; templates place them."""
