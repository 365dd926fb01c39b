# Pairs
web-act-read-helpers = See who could help
web-act-list-pairs = See the list of pairs
web-act-read-pair = See one pair
web-act-propose-pair = Propose a pair, or take that back
web-act-answer-pair = Record what the sides of a pair answer
web-act-carry-pair = Begin a pair, or look at it again
web-act-log-pair-contact = Record a contact of a pair
web-act-end-pair = End a pair
web-about-pairs = { $count ->
    [one] { $count } pair
   *[other] { $count } pairs
 }
web-menu-pairs = Pairs
web-pair = Pair
web-pairs-about = It is a pair once both agreed; whatever is to be answered or kept in touch with next stands first
web-pairs-open = Not over
web-pairs-due-alone = Only what is due today or was before
web-pairs-none = No such pairs
web-pairs-none-next = Open a need, press “Who could help”, read why, and ask both sides.
web-pairs-count = { $count ->
    [one] { $count } pair
   *[other] { $count } pairs
 }
web-pairs-taken = Proposals taken up: of { $all } to which both agreed, { $proposed } are as the matching proposed them, { $percent } %.
web-pairs-taken-none = Proposals taken up: there is no pair yet to which both agreed, so there is no share to tell.
web-pairs-own = My pairs
web-pairs-own-about = Whom you help, and who helps you
web-pairs-own-none = You are in no pair at present
web-pairs-own-none-next = If you need something, say so on your own page; if you would help somebody, tell your branch.
web-pair-i-help = You are asked to help: { $what }
web-pair-helps-me = { $name } would help you: { $what }
web-pair-asks-me = Waits for your answer; yes or no is both fine
web-pair-next-by = In touch by { $day }
web-need-pairs = Pairs of this need
web-need-helpers = Who could help
web-pair-person = Who is helped
web-pair-somebody = somebody (told once both agreed)
web-pair-person-untold = told once both agreed
web-pair-helper = Who helps
web-pair-helps = { " " }helps{ " " }
web-pair-shape = Shape
web-pair-shape-one-to-one = One to one
web-pair-shape-many-to-one = Several help one
web-pair-shape-one-to-many = One helps several
web-pair-shape-many-to-many = Several help several
web-pair-due = Next due
web-pair-state-asked = Both are asked
web-pair-state-helper-agreed = Helper agreed
web-pair-state-person-agreed = Person agreed
web-pair-state-agreed = Both agreed
web-pair-state-running = Running
web-pair-state-ended = Over
web-pair-state-off = Came to nothing
web-pair-late = Contact is due
web-pair-unanswered = Undecided past its day
web-pair-proposed = Proposed
web-pair-wished = Chosen when the run was changed by hand
web-pair-room = helps { $taken } of at most { $capacity }
web-pair-more = { $count ->
    [one] One more would do as well, further down.
   *[other] { $count } more would do as well, further down.
 }
web-pair-could-help = Who could help, the best fit first
web-pair-could-not = Who could not
web-pair-officer-asks = The township's or the county's officer asks both sides; the branch may sound the person out first.
web-pair-nobody = Nobody fits at present
web-pair-nobody-next = Below stands why: ask organisations for more offers, or refer it to a department.
web-pair-refused-asked-already = Is asked already, or helps already
web-pair-against-not-confirmed = The kind of this need is not confirmed yet: confirm it, then ask somebody to help.
web-pair-against-ended = This need was helped already or taken back: nobody is asked any more.
web-pair-against-recused = This is about you or a relative: somebody else must see to it.
web-pair-against-no-consent = The person did not agree that a helper learns how to reach them. Ask again; a no changes nothing else.
web-field-pair_offer = Whom to ask
web-field-pair_why = Why this one
web-hint-pair_why = May stay blank for the one who is proposed; say why in a sentence for another.
web-field-pair_as = How it stands beside the pairs there are
web-pair-as-lacks = This need still lacks helpers: choose nothing, and this one helps beside the others
web-pair-as-beside = Helps beside them (several help one)
web-pair-as-follows = Takes over from { $name }
web-error-pair-as = Somebody is asked or helps already: choose “helps beside them” or “takes over”
web-pair-held = { $count ->
    [one] The place is held for a day while both are asked; after that others may be given it.
   *[other] The place is held for { $count } days while both are asked; after that others may be given it.
 }
web-pair-check-title = Check the proposal
web-pair-check-next = The helper is asked first, and told the kind of need and the township, not whose it is. When the helper agrees, the person is asked.
web-pair-propose-send = Ask both sides
web-pair-change = Against the matching's proposal
web-pair-change-free = { $name } is proposed; this one fits as well.
web-pair-change-costs = { $name } is proposed; this one is { $count } points more (by the weights of the standards, fewer is better).
web-done-pair-proposed = Proposed; both sides are to answer.
web-done-pair-moved = Recorded.
web-refused-pair-moved = This cannot be done with the pair now; somebody may just have changed it. See how it stands.
web-refused-pair-stale = Somebody just changed this pair: read it again, then decide.
web-refused-pair-recused = This is about you or a relative: somebody else must see to it.
web-refused-pair-place-gone = Nobody answered in time, and the place was given to somebody else. Take the proposal back and see who could help.
web-refused-pair-need = This need is not confirmed, or was helped already: no pair begins for it.
web-refused-pair-days = The days do not go together: put them right and send again.
web-refused-pair-incomplete = Something is not filled in yet: fill it in and send again.
web-refused-pair-not-begun = The pair has not begun: there is no card to print.
web-pair-lapsed = It was not settled by { $day }, and the place is held no longer. Ask again, or take the proposal back and ask somebody else.
web-pair-asked-helper = You are asked to help with something. Yes or no is both fine; a no needs no reason and changes nothing. Whose it is you are told when both agreed.
web-pair-asked-person = Somebody would help you. Yes or no is both fine; a no needs no reason and changes no other help.
web-pair-off-own = This one came to nothing. If you need help, or would help somebody, say so at any time.
web-pair-hand-over = Somebody else takes over
web-pair-sides = What both say
web-pair-sides-about = A no needs no reason, and the other side is not told whose it was.
web-pair-answer-waits = Waits
web-pair-answer-yes = Yes
web-pair-answer-no = No
web-pair-answer-untold = Told when both agreed
web-pair-manner-online = Online, themselves
web-pair-manner-in-person = In person
web-pair-manner-phone = By phone
web-pair-manner-paper = On paper
web-pair-contact-in-person = At their door
web-pair-contact-phone = By phone
web-pair-contact-message = By message
web-pair-terms = How they help
web-pair-starts = From
web-pair-until = Until
web-pair-every = In touch
web-pair-every-days = { $count ->
    [one] every day
   *[other] at least every { $count } days
 }
web-pair-next-contact = Next contact by
web-pair-ended = Over
web-pair-contacts = Contacts
web-pair-contacts-none = No contact has been recorded yet.
web-pair-phones = How to reach one another
web-pair-about = About this pair
web-pair-proposed-on = Proposed
web-pair-origin-matching = as the matching proposed
web-pair-origin-hand = chosen by hand
web-pair-holds = Place held until
web-pair-follows = Takes over from
web-pair-silent = A contact or a look has been due for long and nobody did it. Somebody else is looked for; put a contact down if there was one, or end the pair and say why.
web-pair-plan = Personal plan
web-pair-plan-open = Open the plan
web-pair-plan-done = { $done } of { $tasks } tasks done
web-pair-plan-next = the next by { $day }
web-pair-open-former = See the pair before
web-pair-move-helper-agrees = The helper agrees
web-pair-move-helper-declines = The helper declines
web-pair-move-person-agrees = The person agrees
web-pair-move-person-declines = The person declines
web-pair-move-begin = Begin
web-pair-move-contact = Record a contact
web-pair-move-review = Look at it again
web-pair-move-end = End the pair
web-pair-move-take-back = Take the proposal back
web-pair-move-about-helper-agrees = The helper would help with this; who the other is they learn when both agreed
web-pair-move-about-helper-declines = A no needs no reason and changes nothing
web-pair-move-about-person-agrees = The person would be helped by this one
web-pair-move-about-person-declines = A no needs no reason and changes no other help
web-pair-move-about-begin = Settle with both how to help and how often to be in touch
web-pair-move-about-contact = What was done or said, and what changed, in a sentence or two
web-pair-move-about-review = How it goes, and when to look next
web-pair-move-about-end = If it was reached, the person is asked how it was; if not, the need waits for help again
web-pair-move-about-take-back = It has not begun; nobody loses anything
web-pair-own-move-helper-agrees = I would help
web-pair-own-move-helper-declines = Not this time
web-pair-own-move-person-agrees = Yes, please
web-pair-own-move-person-declines = No, thank you
web-pair-own-move-contact = Record a contact
web-pair-own-move-end = End the pair
web-pair-own-about-helper-agrees = When both agreed you are told who it is and how to reach them
web-pair-own-about-helper-declines = No reason is needed, nothing follows from it, and the other is not told that it was you
web-pair-own-about-person-agrees = This one would help you
web-pair-own-about-person-declines = No reason is needed, no other help changes, and the other is not told that it was you
web-pair-own-about-contact = What was done or said, in a sentence or two; both sides read it
web-pair-own-about-end = No reason is needed; if you need other help, say so at any time
web-field-pair_answered_on = Day of the answer
web-field-pair_manner = How it was said
web-field-pair_said = What was said
web-hint-pair_said = May stay blank.
web-field-pair_terms = How they help
web-hint-pair_terms = What is done, by whom, and what it should come to.
web-field-pair_starts_on = From which day
web-field-pair_every = At most so many days between two contacts
web-hint-pair_every = Filled in from the standards; you may change it.
web-field-pair_review_on = Day of the next look
web-field-pair_until_on = Last day
web-hint-pair_until_on = Blank for “until further notice”.
web-field-pair_contact_on = Day of the contact
web-field-pair_contact_manner = How they were in touch
web-field-pair_contact_words = What was done
web-hint-pair_contact_words = Both sides read it.
web-field-pair_words = How it stands
web-field-pair_next_on = Day of the next look
web-field-pair_end = Why it ends
web-field-pair_end_words = In words
web-hint-pair_end_words = If it was reached, say what came of it; otherwise it may stay blank.
web-error-pair-before-asked = The pair was not proposed yet on that day
web-error-pair-before-begun = The pair had not begun yet on that day
web-pair-end-reached = What it was for is reached
web-pair-end-term-over = Its term is over
web-pair-end-helper-left = The helper cannot go on
web-pair-end-person-wish = The person does not wish it any more
web-pair-end-consent-withdrawn = The person took back that they may be reached
web-pair-end-moved = Moved away
web-pair-end-died = Died
web-pair-end-handed-over = Somebody else took over
web-pair-event-proposed = Proposed
web-pair-event-untold = A side answered
web-home-pairs = { $count ->
    [one] One pair wants something done
   *[other] { $count } pairs want something done
 }
web-home-pairs-under = An answer, a beginning, a contact or a look is due
web-home-own-pairs = { $count ->
    [one] One pair waits for your answer
   *[other] { $count } pairs wait for your answer
 }
web-home-own-pairs-under = Yes or no is both fine
web-pair-card = Card of a pair
web-pair-card-back = Back to the pair
web-pair-card-phone = Phone
web-pair-card-day = Day
web-pair-card-manner = How
web-pair-card-words = What was done and what came of it
web-pair-card-person-signs = Signed by who is helped:
web-pair-card-helper-signs = Signed by who helps:
web-pair-card-foot = Three copies: one for each side, one for the organisation
web-pair-card-made = Printed { $day }

# Nobody more, superiors, consent withdrawn
web-pair-full-word = has taken on { $taken } of { $most } that they said
web-pair-full-standards = has taken on { $taken } of { $most } that the standards allow a member
web-pair-full-system = their system has taken on { $taken } of { $most } that it agreed to
web-error-helper-full-word = They said that they look after { $value } at once at most, and do; choose another
web-error-helper-full-standards = The standards allow a member { $value } at once at most, and they have them; choose another
web-error-helper-full-system = Their system takes on { $value } at once at most, and has them; choose another
web-refused-pair-withheld = The person's contact data may not be passed to whoever helps now, so that this waits. Nothing was changed. It can go on once they wish it, or choose help that needs no meeting.
web-refused-pair-not-now = This pairing cannot go on for now. Nothing was changed. It has nothing to do with you; the office will be in touch.
web-pair-withheld = The person no longer wishes that whoever helps can reach them, and their phone is not shown any more. Settle it with both: the branch stands between them, the terms change, or it ends.
web-pair-withheld-row = contact withdrawn: settle it
