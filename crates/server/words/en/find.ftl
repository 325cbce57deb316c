# Finding people, who is who, alerts.
way-find = Find people
way-assertions = Who is who
way-alerts = Alerts
find-title = Find people
find-name = Name
find-name-hint = As much of it as is known, in Arabic or Latin letters.
find-given = Given name
find-family = Family name
find-father = Father
find-grandfather = Grandfather
find-mother = Mother
find-kunya = Kunya (Abu, Umm)
find-born = Born
find-born-hint = A year, or about a year: 1985, about 1985.
find-place = Place
find-number = Number
find-number-hint = Of the detainee, the identity card or the civil register.
find-button = Find
find-refused-nothing = Nobody can be found by this. Give a name, the mother, the kunya or a number.
find-refused-born = The time of birth holds no year. Write a year, such as 1985 or about 1985.
find-refused-long = A field is too long. Ask for one person.
find-nobody = Nobody who was read so far and whom you may see. What was not read yet cannot be found.
find-word = Each is one record’s word. Nothing here says that two of them are one person.
find-choose = Choose for comparing
find-same-hint = Mark two to compare them and to propose that both name the same person.
find-same = Compare the two
find-score = Reasons. Score
find-equal-do = Add the mother, the year of birth or the place.
find-parts = Parts of the list
find-basis-person = read by a person
find-basis-sheet = from a sheet
find-basis-machine = read by machine
find-role-subject = the record is about them
find-role-deceased = recorded as dead
find-role-wanted = sought
find-role-child = child
find-role-official = official
find-role-requester = asks for somebody
find-role-witness = witness
find-why-same-spelling = the same spelling
find-why-same-sound = the same sound
find-why-article = the same but for the article
find-why-joined = joined or parted otherwise
find-why-letter = a letter may have been read or written wrong
find-why-similar = a similar spelling
find-why-not-in-record = not in the record
find-why-not-asked = in the record, not asked for
find-why-order = the names in another order
find-why-other-mother = another mother
find-why-other-kunya = another kunya
find-why-same-year = the same year
find-why-year-off = one year off
find-why-year-near = a few years off
find-why-other-year = another year
find-why-same-place = the same place
find-why-other-place = another place
find-why-same-number = the same number
find-why-one-digit = one digit differs: uncertain
find-why-other-number = another number
assertion-title = Who is who
assertion-rule = One person proposes that two records name the same person, another confirms it after looking at the pages. Nothing is merged, and either of them can take it back.
assertion-none = Nothing has been proposed about records that you may see.
assertion-compare = Are both the same person?
assertion-compare-why = Look at both pages first. Your proposal is signed with your key and holds once another person confirms it.
assertion-because = Reason
assertion-because-hint = What on the two pages shows it: mother, birth, place, numbers.
assertion-propose = Propose
assertion-proposed = proposed
assertion-holds = confirmed
assertion-revoked = taken back
assertion-decide = Decide
assertion-confirm = Confirm
assertion-withdraw = Take back
alert-keep = Put this question to every page that comes in
alert-keep-button = Keep the question
alert-remove = Remove the question and its queue
alert-title = Alerts
alert-rule = These questions are put to every page that comes in. Whoever might be meant waits here for a person to look; nobody is told.
alert-none = There are no alerts that you may know of.
alert-queue = Who might be meant:
alert-dismiss = Take out of the queue:
alert-other-person = somebody else
alert-misread = misread
alert-known = known already
alert-back = All alerts
assertion-other-name = According to this, the person is { $what }.
alert-since = Asked since { $what }
alert-found = Found { $what }
find-equal =
    { $count ->
        [one] One more fits as well as the last of these.
       *[other] { $count } more fit as well as the last of these.
    }
find-equal-least =
    { $count ->
        [one] At least one more fits as well as the last of these.
       *[other] At least { $count } more fit as well as the last of these.
    }
alert-waiting =
    { $count ->
        [0] Nobody is waiting.
        [one] One person to look at.
       *[other] { $count } people to look at.
    }
find-on-pages = Pages with words like the name
find-on-pages-why = Nobody was read there as a person of this name. The words stand beside one another; look at the page.
