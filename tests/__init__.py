"""Named so that nobody else's folder of tests, which some libraries install, can stand in for this one."""
