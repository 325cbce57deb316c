# Verification.
way-verify = Verify
verify-what = Every file is read again and compared, every event and signature of the ledger is checked. Nothing is changed.
verify-running = A check is running
verify-since = Since
verify-events = Events
verify-files = Files
verify-bytes = Bytes
verify-checkpoints = Signed heads
verify-cosignatures = Cosignatures of witnesses
verify-timestamps = Time stamps
verify-unacknowledged = Files that arrived and were never acknowledged
verify-refreshes = This page refreshes itself.
verify-record = Record the result in the ledger, signed by you
verify-begin = Begin the check
verify-last = The last check: { $what }
verify-failed = The check could not be done:
verify-unsound = Not sound. Tell whoever runs the archive, and change nothing.
verify-sound = Sound: everything that was secured is there, unchanged.
verify-part = No problem in what was checked; not everything was checked.
verify-problems = { $count ->
    [one] One problem.
   *[other] { $count } problems; the first fifty are shown.
}
verify-unrecorded = The result could not be recorded in the ledger:
verify-history = Earlier checks, as the ledger has them
verify-no-history = No check is recorded here.
verify-at = When
verify-items = Items
verify-found = Problems
verify-nothing = None
verify-event = First event
verify-by = Signed by
verify-earlier = Earlier
verify-package = Check an evidence package in the browser, without sending it
verify-altered = Altered
verify-missing = Missing
verify-unexpected = Unexplained
verify-unreadable = Unreadable
verify-ledger-row = An event is not as recorded
verify-ledger-tree = The ledger’s tree
verify-checkpoint = A head of the log
verify-signature = A signature does not hold
verify-rollback = The ledger is older than what was signed
verify-fork = Two histories
verify-cosignature = A cosignature does not hold
verify-timestamp = A time stamp does not hold
verify-catalogue = The catalogue contradicts the ledger
verify-schedule = Checks by themselves
verify-every = How often
verify-days = { $count ->
    [0] Never
    [one] Every day
   *[other] Every { $count } days
}
verify-due = The next one is due at { $what }.
verify-choose = Keep this
