# Searching pages.
way-search = Search texts
search-title = Search texts
search-label = What are you looking for?
search-button = Search
search-total =
    { $count ->
        [0] No page that was read so far and that you may see.
        [one] One page.
       *[other] { $count } pages.
    }
search-uncertain =
    { $count ->
        [one] One of them only by a number of which one digit is different.
       *[other] { $count } of them only by a number of which one digit is different.
    }
search-nearer = Nothing was found as you wrote it, so words that a bad copy may have made of it were taken too.
search-behind =
    { $count ->
        [one] The newest event is not in the index yet. Ask again in a little while.
       *[other] The newest { $count } events are not in the index yet. Ask again in a little while.
    }
search-hits = Pages that were found
search-digit = another digit
search-machine = read by machine
search-why = By what it was found
search-before = Previous
search-after = Next
search-page = Part { $count }
search-pages = of { $count }
search-cut = Only the best 1,000 pages can be looked through. Ask more exactly to see the others.
search-narrow = Narrow it down
search-too-many = You have asked 60 questions within an hour, or seen lines of 1,000 pages today. Go on later, or tell the overseer why you need more.
search-by-branch = Branch
search-by-year = Year
search-by-type = Kind of record
search-by-site = Site
search-by-accession = Accession
search-by-access = Access
search-field-branch = branch
search-field-year = year
search-field-type = type
search-field-site = site
search-field-accession = accession
search-field-access = access
# What the question language calls them: a button adds the word to the question.
search-level-open = open
search-level-restricted = restricted
search-level-confidential = confidential
search-level-sealed = sealed
search-type-register = register
search-type-transfer-order = transfer order
search-type-death-notice = death notice
search-type-wanted-circular = wanted circular
search-type-interrogation = interrogation
search-type-court-judgment = court judgment
search-type-release-order = release order
search-type-missing-request = missing request
search-type-receipt = receipt
search-type-property-list = property list
search-type-telegram = telegram
search-type-memorandum = memorandum
search-type-note = note
search-why-written = as written
search-why-folded = in another spelling
search-why-other-form = with or without the article or an attached letter
search-why-other-dots = with other dots
search-why-one-letter = one letter differs
search-why-two-letters = two letters differ
search-why-pattern = fits the pattern
search-why-field = has this value
search-why-one-digit = one digit differs
search-mistake-at = (At character { $count }.)
search-mistake-too-long = The question is too long. Ask for less at a time.
search-mistake-control = There is a character here that is no text. Delete it.
search-mistake-nothing = Nothing is asked. Write a word, a phrase or a field; * finds every page.
search-mistake-quote = A quotation mark has no partner. Close it, or delete it.
search-mistake-parenthesis = A parenthesis has no partner. Close it, or delete it.
search-mistake-operator = AND, OR or NOT has nothing beside it. Write a word there, or put the operator in quotation marks to search for it.
search-mistake-field = There is no such field. The table below names the fields; put words with a colon in quotation marks to search for them.
search-mistake-value = A field has no value. Write it after the colon, several words in quotation marks.
search-mistake-date = This is not a date. Write 2013, 2013-04, 12/3/2014 or 2013-04..2014-01.
search-mistake-type = There is no such kind of record. Write telegram, register, death-notice or another of those that the list of results names.
search-mistake-access = There is no such access level. Write open, restricted or confidential.
search-mistake-number = There is no digit in this number. Write it in digits of any script.
search-mistake-pattern = A word with * needs two letters before it, and only letters.
search-mistake-deep = Parentheses stand too deep within one another. Ask more simply.
search-mistake-many = These are too many words. Ask for less at a time.
search-mistake-other = This question cannot be understood.
search-help = How to ask
search-help-spelling = Spellings of Arabic are alike: hamza, final ه and ة, ى and ي, digits of any script, عبد الرحمن and عبدالرحمن.
search-help-write = Write
search-help-finds = to find pages with
search-help-words = محمد خالد
search-help-words-means = both words, in any order
search-help-phrase = "محمد خالد"
search-help-phrase-means = the words side by side
search-help-or = محمد OR خالد
search-help-or-means = at least one of them
search-help-not = محمد -خالد
search-help-not-means = the first without the second
search-help-wild = زعتر*
search-help-wild-means = words that begin so
search-help-near = خالد~
search-help-near-means = also what a bad copy makes of it: lost dots, another letter
search-help-exact = =أحمد
search-help-exact-means = the word letter for letter
search-help-branch = branch:215
search-help-branch-means = the number of a branch or office
search-help-telegram = telegram:118
search-help-telegram-means = the number of a telegram; also document:, detainee:, case:, hospital: and number: for any
search-help-date = date:2013-04..2014-01
search-help-date-means = a date in this time; also 2013, 12/3/2014 or "آذار 2014"
search-help-type = type:death-notice
search-help-type-means = this kind of record
search-help-site = site:حمص
search-help-site-means = records found at this site; also place:, accession:, item: and title:
search-help-all = *
search-help-all-means = anything: every page that you may see
