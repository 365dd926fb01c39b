# Letters without a receipt
web-letters = Letters without a receipt
web-letters-about = Each has a term: near its end the branch hears, after it the township, and the county when it stays late
web-letters-none = No letter waits for a receipt
web-letters-none-next = A letter of a transfer or about a floating member stands here until its receipt has come.
web-letter-kind = Kind
web-letter-kind-transfer = Letter of transfer
web-letter-kind-floating = Letter about a floating member
web-letter-way = From and to
web-letter-sent = Sent
web-letter-due = Receipt due
web-letter-in-time = In time
web-letter-at-risk = Due soon
web-letter-late = Late
web-letter-heard-branch = the branch hears
web-letter-heard-township = the township hears
web-letter-heard-county = the county hears
web-home-letters-late = { $count ->
    [one] 1 letter has no receipt near or past its term
   *[other] { $count } letters have no receipt near or past their term
}
web-home-letters-late-under = Call the other organisation; enter the receipt when it comes
web-act-read-letters = read letters without a receipt
web-letter-follow = Say how it is followed up
web-letter-follow-about = Until that day it does not stand in front; what is late stays late, and the offices above hear as before.
web-letter-follow-send = Write it down
web-letter-followed-somebody = somebody in office
web-letter-followed-next = Looked at again on { $day }
web-field-letter_words = What was done
web-hint-letter_words = Whom you asked and what they said, such as “called the branch: they send it this week”
web-field-letter_next_on = Look again on (within 30 days)
web-error-letter-next-on = Write a day after today
web-done-letter-follow = Written down: it comes back on that day.
web-refused-letter-follow = Not written down: a letter is followed up once its last day is near or past; say what was done and on which day (within 30 days) you look again.
web-act-follow-letter = say how letters without a receipt are followed up
