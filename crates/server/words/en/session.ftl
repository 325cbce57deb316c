# Coming in.
sign-in-title = Sign in
sign-in-handle = Account name
sign-in-password = Password
sign-in-code = Code of the second factor
sign-in-code-hint = The six digits that your authenticator app shows now.
sign-in-button = Sign in
step-up-title = Show your second factor again
step-up-why = What follows needs a code that is not older than two minutes.
step-up-button = Continue
