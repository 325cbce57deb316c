# Handing out.
exports-title = Handing out
exports-what = Evidence leaves only when one person has proposed it and another has approved it. Both sign.
exports-new = Propose an export
exports-none = Nothing was proposed yet.
exports-case = For the case
exports-items = Items
exports-by = Proposed by
exports-at = When
exports-state = State
exports-waits = Waits for another person
exports-waits-mine = Waits: another person must approve what you proposed
exports-agreed = Approved
exports-made = Handed out
exports-how = The package holds the original files, their records, the whole custody and the proofs. It is made once another person has approved it.
exports-step-up = Handing out needs a fresh second factor.
exports-step-up-link = Show it now
exports-whole = { $count ->
    [one] One item of the accession
   *[other] All { $count } items of the accession
}
exports-items-hint = The mark or identifier of an item on each line.
exports-case-hint = As the receiver calls it. It stands in the package: write no name of a person.
exports-propose = Propose
exports-one = Export
exports-approved = Approved by
exports-package = Package
exports-digest = SHA-256 of tagmanifest-sha256.txt, to be told to the receiver another way:
exports-failed = The package was not made:
exports-being-made = The package is being made: every file is read and compared again. This page looks by itself how far it is.
exports-approve = Approve
exports-fetch = Fetch the package
exports-remove = Remove it from the server
exports-make = Make the package
exports-after = Keep it on the receiver’s disk and then remove it here.
exports-count = { $count ->
    [one] One item
   *[other] { $count } items
}
exports-item = Item
exports-propose-this = Propose its export
