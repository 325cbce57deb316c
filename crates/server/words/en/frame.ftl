# What stands around every page.
name-of-program = Sijill
name-of-language = English
skip-to-content = Skip to the content
navigation = Rooms
sign-out = Sign out
to-first-page = To the first page
plain-http = This page came unencrypted. That is only for trying things out on one’s own machine.
warning = Warning
