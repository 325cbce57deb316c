# Who read what.
oversight-title = Oversight
oversight-why = Every reading of a page that is not open is recorded before the page is shown. Nobody reads more than { $count } such pages a day; from half of that on the sum is marked.
oversight-days = By day and person
oversight-nothing = Nobody has read a page that is not open.
oversight-day = Day
oversight-who = Who
oversight-pages = Pages
oversight-alarm = unusually many
oversight-readings = Readings, the newest first
oversight-when = When
oversight-page = Page
oversight-case = Case
oversight-older = Older readings
