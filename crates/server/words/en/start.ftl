# The first page.
start-title = What can be done here
start-nothing = Your account has no grants yet. An administrator proposes them, and another person confirms.
