## Signing in
sign-in = Sign in
sign-in-help = No account or a forgotten password? Ask whoever runs this server.
sign-in-wrong = The address or the password is wrong.
sign-in-wait = { $minutes ->
    [one] There were too many tries. Try again in { $minutes } minute.
   *[other] There were too many tries. Try again in { $minutes } minutes.
}
account-email = Email
account-password = Password
