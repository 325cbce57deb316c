# A page and what is read on it.
page-before = Page before
page-after = Page after
page-transcribe = Write down what stands here
page-picture = Picture of the page
page-no-picture = This page has no picture yet. Run sijill process, or look at the work list of the desk.
page-unreadable = No picture could be made of this file:
page-covered = This page may show dead bodies. Its picture is blurred until you ask to see it.
page-uncover = Show the picture
page-exposure = { $count ->
    [one] You have asked to see one hard picture today.
   *[other] You have asked to see { $count } hard pictures today.
}
page-pause = It is time for a pause, or for somebody else to go on.
page-typed = Written down by a person
page-differences = Where two people read something else
page-row = Row
page-first = First person
page-second = Second person
page-machine = Read by a machine
page-machine-why = Nobody has checked this. The picture is the evidence.
page-no-text = No text was read here.
page-sure = { $count } % sure
page-zoom-in = Closer
page-zoom-out = Further
page-zoom-home = Whole page
page-turn = Turn
transcription-title = Write down a page
transcription-how = Type each line of the page as a line. In a register, type each row as a line and put a tab between its cells, the rightmost first. Write what stands there, also where it is wrong.
transcription-others = { $count ->
    [one] Another person has typed this page. You see what they typed after you keep yours: only so do two readings say something about each other.
   *[other] { $count } other people have typed this page. You see what they typed after you keep yours: only so do two readings say something about each other.
}
transcription-text = What stands on the page
transcription-keep = Sign and keep
transcription-machine = What a machine read
transcription-back = Back to the page
page-superseded = replaced
page-superseded-why = A better scan has taken the place of this page. Both are kept.
page-superseded-link = To the better scan
