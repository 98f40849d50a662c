## Invitations and reminders
mail-answer = Answer the two questions
# The field {closing_date} in an admin's text, after words such as "until".
mail-closing-date = { $weekday } { $date }, { $time }, { $zone }
mail-until = You can answer until { $until }.
mail-reminder-to-everyone = This reminder goes to everyone, since nobody can see who has answered. If you have already answered, thank you.
mail-reminder-to-silent = The program sends this reminder by itself to those whose ballot is not in the box yet. Nobody is shown who that is.
mail-promise = { $threshold ->
    [one] Nobody at your company can see what you answered: answers are shown only for groups of at least { $threshold } person who answered.
   *[other] Nobody at your company can see what you answered: answers are shown only for groups of at least { $threshold } people who answered.
}
mail-ballot-paper = Your link is your ballot paper: whoever has it can answer in your place. Please do not forward this mail.
mail-no-buttons = Why are there no score buttons in this mail? Mail gateways keep the links that people click. A button for each score would leave your answer in their logs, so you choose it on the page.
mail-contact = Questions? Write to { $contact }.

# Before the subject of a test that an admin sends to themselves.
mail-test-of = [Test]
mail-test-note = This is a test that only you get. The button leads to a preview of the answer page: nothing can be sent from it.
# Heading in the invitation, over what the admin wrote down.
mail-done = What has been done since the last survey

## The closing message, to everyone invited
mail-closing-preview = Thank you to everyone who answered.
mail-closing-counted = The answers have been counted, and the key that could open them is destroyed.
mail-closing-too-few = { $threshold ->
    [one] The survey has ended. Fewer than { $threshold } person answered, so no answer was opened: all were destroyed together with the key. There are no results. Thank you to everyone who took the time.
   *[other] The survey has ended. Fewer than { $threshold } people answered, so no answer was opened: all were destroyed together with the key. There are no results. Thank you to everyone who took the time.
}
mail-closing-everyone = Everyone who was invited gets this message. Nobody can see who has answered.

## A wave was called off
mail-greeting = Hello,
mail-cancelled-subject = The survey was called off
mail-cancelled = The survey that we invited you to was called off.
mail-cancelled-company = The survey that { $company } invited you to was called off.
mail-cancelled-answers = No answer was opened, and the key that could open them was destroyed. There is nothing for you to do.

## Zones as people name them
zone-other = { $name }, UTC{ $offset }
zone-utc = UTC
zone-london = London time
zone-berlin = Berlin time
zone-paris = Paris time
zone-madrid = Madrid time
zone-rome = Rome time
zone-warsaw = Warsaw time
zone-helsinki = Helsinki time
zone-istanbul = Istanbul time
zone-kaliningrad = Kaliningrad time
zone-minsk = Minsk time
zone-moscow = Moscow time
zone-samara = Samara time
zone-yekaterinburg = Yekaterinburg time
zone-omsk = Omsk time
zone-novosibirsk = Novosibirsk time
zone-krasnoyarsk = Krasnoyarsk time
zone-irkutsk = Irkutsk time
zone-yakutsk = Yakutsk time
zone-vladivostok = Vladivostok time
zone-almaty = Almaty time
zone-tashkent = Tashkent time
zone-tbilisi = Tbilisi time
zone-yerevan = Yerevan time
zone-baku = Baku time
zone-dubai = Dubai time
zone-delhi = Delhi time
zone-singapore = Singapore time
zone-tokyo = Tokyo time
zone-new-york = New York time
zone-chicago = Chicago time
zone-denver = Denver time
zone-los-angeles = Los Angeles time
moment-in-zone = { $when }, { $zone }
