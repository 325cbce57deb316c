# What lies where.
shelves-title = Shelves
shelves-nothing = There is nothing here that you may see.
shelves-by-place = By place
shelves-by-accession = By accession
shelves-trail = Where this stands
shelves-inside = Inside
shelves-here = Items here
shelves-reference = Reference
shelves-item-title = Title
shelves-date = Date
shelves-access = Access
shelves-received = Received
shelves-count = Items
shelves-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
accession = Accession
accession-taken-over = Taken over
accession-authority = Authority
accession-holder = Held before by
accession-not-open = You may see items of this accession, but not the statement about it.
gap = Gap
item-manifest = IIIF manifest
item-before = Before:
item-after = After:
item-flags = Can harm
item-place = Place
item-place-written = Place as written
item-pages-stated = Pages counted on the table
item-state = State
item-sealed = Closed and sealed
item-open = Still open
item-notes = Notes
item-pages = { $count ->
    [0] No pages yet
    [one] { $count } page
   *[other] { $count } pages
}
item-waiting = { $count ->
    [one] { $count } file is secured and waits to be looked at.
   *[other] { $count } files are secured and wait to be looked at.
}
item-blurred-level = Small pictures show only the shape of a page. What stands on it is shown when you open it, and that is recorded.
item-blurred-bodies = These pages may show dead bodies. Their pictures are blurred until you ask to see one.
page-number = Page { $count }
