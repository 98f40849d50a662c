## Mail that came back, or was reported as spam

# A tab of the list of people.
people-bounced = Mail came back { $count }
people-none-bounced = No mail came back from anyone who is here.
# Beside an address in the list of people.
bounce-tag = Mail came back
bounce-tag-complaint = Reported as spam

## On someone’s own page
person-bounce = Mail came back
person-bounce-address = An invitation to this address came back on { $day }: there is no such mailbox, or it is closed. Correct the address below.
person-bounce-mailbox-full = An invitation to this address came back on { $day }: the mailbox was full. Ask its owner to make room.
person-bounce-policy = An invitation to this address came back on { $day }: the mail server there did not accept it. The address may be right; whoever runs your mail can ask why.
person-bounce-network = An invitation to this address came back on { $day }: no mail server was found or reached for it. Check the part after the @.
person-bounce-other = An invitation to this address came back on { $day }. The wave’s page has the mail server’s words.
person-bounce-complaint = An invitation to this address arrived, and was reported as spam on { $day }, by a mail program or by a person. Later mail may not be seen there.
person-bounce-help = Another address takes this note away. If the address is right, take it away yourself.
person-bounce-confirm = The address is right
person-bounce-confirmed = The note is gone: the address of {"\u2068"}{ $name }{"\u2069"} is right.
audit-person-address-confirmed = Said that an address is right

## Before a launch
wave-launch-bounced = { $people ->
    [one] Mail to { $people } of these people came back last time, or was reported as spam.
   *[other] Mail to { $people } of these people came back last time, or was reported as spam.
}
wave-launch-bounced-link = See the addresses

## On the settings page and the start page
settings-bounces = Mail that does not arrive
settings-bounces-none = No return address is set. When a mail comes back later, only the sender’s mailbox hears of it; Candor takes the mail for delivered. Whoever runs this server sets CANDOR_RETURN_ADDRESS when starting Candor, and CANDOR_BOUNCES for the mailbox to read.
settings-bounces-piped = Invitations that do not arrive are reported to {"\u2068"}{ $address }{"\u2069"}. Candor reads no mailbox: the mail server must hand reports to “candor bounce”.
settings-bounces-read = Invitations that do not arrive are reported to {"\u2068"}{ $address }{"\u2069"}, and Candor reads them there.
settings-bounces-unread = Since { $since } they cannot be read: {"\u2068"}{ $why }{"\u2069"}
settings-bounces-notes = An address that an invitation came back from is marked in People. Of reminders that come back nothing is noted: it would say who has not answered.
home-need-bounces = Since { $since } Candor cannot read what came back, so addresses that do not work stay unknown.
home-need-bounces-link = See why
