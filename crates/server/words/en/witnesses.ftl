# Witnesses.
way-witnesses = Witnesses
witnesses-what = Other organisations cosign the head of the log, so that nobody can rewrite history unseen, the people here included.
witnesses-fork = This log has told two histories. Nothing more is signed.
witnesses-ours = The head here:
witnesses-theirs = The other head:
witnesses-heads = The newest heads
witnesses-none = No head has been signed yet.
witnesses-size = Events
witnesses-at = Last event
witnesses-cosigned = Cosigned by, and when
witnesses-stamped = Time stamps
witnesses-root = Root of the tree
witnesses-nobody = Nobody
witnesses-enough = Enough by the archive’s policy
witnesses-not-enough = Not enough by the archive’s policy
witnesses-bad = Does not hold:
witnesses-earlier = Earlier
