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
