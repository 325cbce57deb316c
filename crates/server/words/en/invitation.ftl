# Taking over an account.
invitation-title = Take over your account
invitation-why = An administrator gave you a name and a code. You choose a password and add a second factor; then you can sign in.
invitation-code = Code of the invitation
invitation-button = Go on
invitation-password-hint = At least 15 characters. If you work with this archive on the command line already, type the passphrase of your key.
invitation-done-title = Your account is yours
invitation-done = Sign in now with your name, your password and the next code of your authenticator app.
invitation-link = Somebody invited me
