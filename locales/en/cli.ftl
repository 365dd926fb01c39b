# The command line
error = Could not: { $why }
fix = What to do: { $how }
as-of-not-a-date = --as-of reads "{ $read }", which is not a date: write it like 2026-06-30
lang-unknown = --lang reads "{ $read }": there are zh-CN and en
person-unknown = Nobody has the id { $read }
import-nothing-found = { $path } holds no book that is known by its heads

progress-reading = Reading { $name }
progress-publishing = Publishing
progress-assessing = Assessing
progress-matching = Matching needs with help
progress-plan = Writing the care plan

import-title = { $county }: the books as read ({ $date })
import-rehearsed = A rehearsal: nothing was written.
import-published = Published.
import-ignored = Not taken for a book: { $file } ({ $why })
import-rows = Roster: { $rows } rows, { $persons } persons; { $accepted } taken in, { $same } repeated rows, { $conflicting } repeated rows that differ
import-organizations = Party organisations: { $count }
import-hardship = Hardship ledger: { $rows } rows; { $recognised } in hardship, { $recovered } recovered, { $missing } without an income, { $unknown } rows of unknown persons
import-needs = Needs: { $rows } rows; { $blank } without a category, { $refusing } without consent to share contact data, { $duplicate } repeated
import-resources = Resources: { $rows } rows; { $capacity } persons can be served, { $expired } rows expired
import-fund = Cash book: { $rows } lines; income { $income }, expense { $expense }, balance { $balance } yuan; { $restricted } of the income is restricted
import-changes = new { $new }, changed { $changed }, same { $same }, in conflict { $conflict }, refused { $refused }, absent from the roster { $absent }
import-moved = of these, { $moved } moved to another branch
import-absent = { $absent } persons are no longer in the roster: transferred, died, or left out? They are listed to be settled; nobody was deleted.
import-refused-title = Rows sent back (each under its first fault)
import-warned-title = Taken in, to be checked
import-count = { "  " }{ $what }: { $count }
import-refused-file = The refused rows and their reasons are in { $file }: correct them there and import that file, and just these rows are added.

assess-title = Assessed by { $pack } { $version } ({ $date })
assess-people = { $people } people
assess-line = { "  " }{ $measure }: holds { $holds }, does not hold { $not }, undetermined { $undetermined }
assess-faults = { $count } standards could not be calculated: { $which }
assess-ask-title = Worth asking first (how many answers each would settle)
assess-ask = { "  " }{ $question }: { $count }

match-title = Matching ({ $date })
match-summary = { $needs } open needs: { $served } can be met, { $unmet } cannot yet
match-reason = { "  " }{ $reason }: { $count }

plan-written = The care plan is in { $file }: { $people } people, { $items } matters

check-holds = holds   { $name }
check-broken = broken  { $name } ({ $count } places, such as { $example })
check-all = { $count } invariants tested, { $broken } broken

export-written = { $count } records exported to { $file }
template-written = The templates are in { $file }
scheme-not-for-demo = The demonstration's county is drawn after the standards in the program and cannot be shown under { $folder }. To see another pack, import books and open them with serve --scheme { $folder }.
scheme-holds = Scheme pack { $pack } { $version }: { $measures } measures, { $classes } classes, { $examples } examples, all as expected
scheme-broken = An example differs: { $file }, line { $line }, "{ $title }": { $what } should be { $expected } and is { $found }. Mend the example, or the standard.

demo-title = Guanai: a demonstration. Everybody and everything here is invented
demo-carried-title = Guanai: a demonstration. The carried books go the whole way; everybody in them is invented
demo-books = Books: { $folder }
demo-again = { $file } is there already: it opens the same county.
demo-carried-again = { $file } is there already and is used again; importing the same books changes nothing.
demo-something-else = { $file } holds something else and was left as it is: name another folder with --out, or move it away
demo-nobody-to-show = The county is too small for everything that a demonstration shows: ask for more --members
demo-kept = { $county } ({ $date }): { $members } members, { $relatives } relatives, { $organizations } Party organisations, { $needs } needs, { $offers } offers of help, { $visits } visits of two years
demo-fit-title = Beside published totals: { $tables } tables, largest deviation of any row { $largest } percentage points
demo-fit-line = { "  " }{ $table } ({ $year }, { $rows } rows): largest deviation { $largest }
demo-fit-assumed = { "  " }{ $assumed } figures that nobody published are assumed. --fit shows every row and every assumption
demo-plan-summary = Care plan ({ $date }): something to do for { $people } people, { $answers } answers of the standards, { $needs } needs of which { $helped } could be helped
demo-next-month = next month's roster of one township, to be tried on the imports page
demo-books-title = Roster of { $township } ({ $month }, invented)
demo-sign-ins = Demonstration sign-ins. Everybody knows them, and they work in a demonstration's database alone; a real office prints one-time codes. The password of all is { $password }
demo-sign-in = { "  " }{ $role }: { $account } ({ $name })
demo-sign-in-of = { "  " }{ $role }: { $account } ({ $name }, { $place })
demo-sign-ins-end = Do not import a real roster here.
demo-files = Files left:
demo-file = { "  " }{ $file }  { $what }
demo-database = the database
demo-plan = the care plan
demo-refused = refused rows
demo-next = Try: { $command }

serve-address = Open { $url }
serve-how-to-stop = Ctrl-C stops it.
serve-stopped = Stopped; what was under way was finished.
serve-demonstration = Mind: this is a demonstration's database whose passwords everybody knows. Keep no real roster in it.
serve-in-the-open = Mind: other machines can open it too, and nothing is encrypted. Do so in a trusted network alone, or put a proxy that does TLS in front and add --behind-tls.
serve-port-taken = Another program uses port { $port } of { $address }: stop it, or name another port with --port
serve-no-such-address = This machine has no address { $address }: check --listen
serve-port-not-allowed = Port { $port } may not be used: name one above 1024
serve-not-bound = Port { $port } of { $address } cannot be opened: { $why }

county-not-empty = The database holds a county already: name another file
county-not-invented = The database may hold real people, or has accounts already; it cannot be a demonstration's
not-a-demonstration = This is no demonstration's database: nobody gets a password there that everybody knows
synthesis-members = A county of { $asked } members cannot be drawn: ask for { $least } to { $most }
synthesis-as-of = A county cannot be drawn for { $day }: the table of festivals does not reach it
synthesis-raking = The published totals do not go together; no county can be drawn
progress-drawing = Drawing a county
progress-keeping = Keeping it

reason-missing_name = no name
reason-id_as_number = identity number stored as a number, digits lost
reason-missing_id = no identity number
reason-bad_checksum = identity number is wrong
reason-unknown_branch = branch is not in the book of organisations
reason-impossible_date = no such date
reason-sex_differs_from_id = sex differs from the identity number
reason-birth_differs_from_id = birthday differs from the identity number
reason-old_15_digit_id = old number of 15 digits, upgraded to 18
reason-full_before_joined = full member before admission
reason-joined_under_18 = admitted under eighteen
reason-probationary_over_two_years = probationary for more than two years

demo-rule = ────────────────────────

import-unreadable = Could not be read: { $file } ({ $why }). What it holds was not imported.
import-no-books = None of the { $files } files is known as a book by its heads: compare them with the templates (guanai template)
import-broke-off = { $file }: { $why }. Nothing was written.
import-too-many-refused = { $file }: more than { $limit } rows would be refused, and nothing was written: check that its columns hold what their heads say
import-no-organizations = No organisation is known yet: import the book of Party organisations first, or together with the roster
store-unreachable = The database { $database } cannot be opened ({ $why }): is the folder there and writable, or PostgreSQL running?
store-too-new = The database { $database } was made by a newer program (version { $version }): use that one
store-failed = The database did not take it ({ $code }): { $why }

file-not-opened = the file cannot be opened: { $why }
file-other-kind = this is { $what }, not a workbook: open it in Excel or WPS and save it as .xlsx
file-wps-et = this is a WPS .et file: save it as .xlsx
file-encrypted = the workbook has a password: remove it and save again
file-too-large = it would unpack to { $declared } bytes and { $limit } are the limit: split it
file-too-many-parts = the workbook has { $entries } parts and { $limit } are the limit: copy its sheets into a new workbook
file-too-dense = part { $part } would unpack to { $ratio } times its size, which no book of an office does
file-too-wide = sheet { $sheet }: { $cell } lies beyond the { $limit } columns a book may have: clear what stands there
file-too-long = sheet { $sheet }: row { $row } lies beyond { $limit } rows
file-too-many-cells = more than { $limit } filled cells: split the file
file-text-too-long = sheet { $sheet }: { $cell } holds { $length } characters and { $limit } are the limit
file-undecodable = line { $line }, byte { $byte } is no { $encoding }: save it as CSV UTF-8
file-damaged = the file is damaged: { $damage }. Open it in Excel or WPS and save it anew
file-reading-stopped = reading was stopped ({ $how }): the file asks for far more than a county's book does; copy its rows into a new workbook
file-reading-timed-out = reading was stopped after { $seconds } s: the file asks for far more than a county's book does; copy its rows into a new workbook
file-reading-not-started = the reading process could not be started: { $why }

unmet-no-offer-in-category = nobody offers this kind of help
unmet-all-expired = every offer of this kind has expired
unmet-all-exhausted = no offer of this kind has capacity left
unmet-township-unknown = the person's township is not known
unmet-outside-area = this kind of help is offered only in other townships
unmet-only-oneself = the only one who offers it is the person
unmet-consent-missing = the person does not agree to share contact data, and this help needs it
unmet-too-few-offers = whoever could help already does
unmet-capacity-taken = the capacity went to other needs
unmet-without-category = its category is still to be confirmed

reason-values_differ = two rows differ; somebody must choose
reason-absent_from_roster = no longer in the roster: transferred, died, or left out?
reason-value_not_taken = a value that is not understood, kept as it was written

# Why something was not taken for a book, and why rows were sent back
file-leftover = a temporary file of an office program
file-too-many-sheets = the workbook has { $sheets } sheets and { $limit } are the limit: split it
sheet-empty = an empty sheet
sheet-no-heads = no heads of a book
sheet-lacks-columns = it looks like a book but lacks these columns: { $columns }
reason-unknown_person = nobody on the roster has this number
reason-missing_code = no code of the organisation
reason-repeated_code = the organisation's code stands twice
reason-unknown_superior = superior is not in the book of organisations
reason-superior_cycle = superiors in a circle
reason-second_root = more than one organisation without a superior
reason-unknown_system = none of the four systems
reason-unknown_enterprise_kind = no known kind of enterprise
reason-kind_outside_enterprise = a kind of enterprise outside the enterprise system
reason-not_an_amount = no amount of money
reason-not_a_count = no whole number
reason-negative = less than nothing
reason-missing_amount = neither income nor expense
reason-both_amounts = income and expense in one row
reason-missing_quantity = not told how many can be helped
reason-missing_offers = not told what help is offered
reason-missing_need = neither a category nor words
reason-unreadable_cell = a formula without a result, or with an error

# What is tested
check-one-person-for-an-identity-number = one person for an identity number
check-memberships-have-person-and-organization = every membership has its person and organisation
check-residents-have-no-party-dates = residents who are no members have no Party dates and no letter
check-spells-do-not-overlap = nobody belongs to two branches at once
check-facts-have-a-person = every fact has its person
check-discrepancies-have-a-person = every matter to be settled has its person
check-needs-have-a-person = every need has its person
check-visits-have-a-person = every visit has its person
check-call-backs-are-of-who-was-visited = call-backs are of whoever was visited
check-scans-are-whole = the bytes of every scan have the hash that was kept
check-photos-are-whole-and-gone-when-they-end = the bytes of every photograph have the hash that was kept, and of one that was deleted nothing is left
check-notes-are-of-who-was-visited = confidential notes are of whoever was visited
check-sheets-delivered-what-was-meant = every sheet delivered what the list meant
check-visits-of-a-sheet-are-of-its-people = the visits of a sheet are of the people on it
check-applications-count-their-steps = Every application counts all of its steps
check-what-is-approved-was-decided-and-has-no-open-objection = What is approved was decided, and no objection to it is open
check-plans-are-led-and-answer-their-own-need = Every plan for one person has a lead organisation and answers a need of that person
check-referrals-are-of-their-need-and-end-with-it = referrals are of their person’s need, and none waits for an answer once that need has ended
check-jobs-are-of-their-need-and-its-referral = jobs are of their person’s need, and a referral that led to one is of the same need
check-pairs-serve-their-need-within-the-offer = pairs serve their own need, nobody helps themselves, and an offer helps no more than it can
check-resources-are-not-overbooked = no more of a resource is booked and paired than there is of it
check-bookings-serve-their-need = bookings serve the need of their own person
check-skills-are-shown-as-agreed = skills are a member's own and say that they agreed
check-who-arrived-belongs-by-that-letter = whoever arrived belongs to a branch by that letter
check-rechecks-saw-whom-they-answer-for = whoever a yearly recheck says was seen has a visit that stands
check-clocks-stand-where-their-person-belongs = every running clock stands with whoever answers for its person
check-late-guarantees-are-told = of every late guarantee somebody was told
check-records-moved-by-their-tables = what was done to needs, plans, applications, rounds and pairs follows their tables of moves
check-clocks-are-as-reckoned = the clocks are what the records come to
check-clock-totals-are-as-counted = the numbers of running clocks are what the clocks come to
check-asks-have-a-person = everything that was said has its person
check-consents-have-a-person-and-no-gaps = every consent has its person, and none of its words is missing
check-surveys-ask-whom-they-drew-and-forget-them-at-the-end = every survey asks whom it drew, and forgets them when it ends
check-entries-sum-to-zero = every entry of the fund sums to zero
check-history-has-no-gaps = the history of changes has no gaps
check-history-is-in-time-order = the history of changes is in time order
check-current-facts-are-the-latest = the facts in force are the latest
check-organizations-form-a-tree = the organisations form a tree
check-every-row-reads = every record reads

file-kind-pdf = a PDF
file-kind-picture = a picture
file-kind-rar = a RAR archive
file-kind-7z = a 7z archive
file-kind-gzip = a gzip archive
file-kind-program = a program
file-kind-rtf = a text document
file-kind-database = a database
file-kind-word = a Word document
file-kind-other-document = another program's document
file-kind-presentation = a presentation
file-kind-opendocument = an OpenDocument file
file-kind-zip = a zip archive
file-kind-other-file = another kind of file
file-kind-web-page = a web page with a workbook's name
file-kind-xml = an XML document
file-kind-no-text = a file without text
file-kind-folder = a folder

# Why something could not be read or written
path-missing = There is no file or folder { $path }
io-failed = { $place }: { $why }
io-not-found = no such file or folder
io-permission-denied = no permission
io-storage-full = the disk is full
db-url-kind = --db reads "{ $read }": write sqlite:FILE or postgres://user@host/database?schema=NAME
db-url-no-file = --db reads "{ $read }" and names no file: write for instance sqlite:guanai.sqlite
db-url-not-a-file = --db reads "{ $read }", which is no plain file name: write sqlite:FILE without options; a database in memory is not kept
db-url-schema = "{ $read }" cannot be a schema's name: at most 63 lower-case letters, figures and _, beginning with a letter, not with pg_
db-url-postgres = --db reads "{ $read }", which is no PostgreSQL address: write postgres://user@host:port/database?schema=NAME
import-title-part = The books as read ({ $date })

db-not-there = There is no database { $file }: check --db, or import books first
reason-repeated_name = two organisations have one name

import-not-this-office = { $file }: this book is about the whole county and is imported by the county office
import-overtaken = the register changed while the books were read, and nothing was written: do it once more
sheet-not-this-office = about the whole county; imported by the county office
reason-outside_scope = a person or organisation that this office does not look after
scheme-compare-measure = { $measure }: { $begins } begin, { $gains } gain, { $loses } lose, { $ends } end, { $open } cannot be said
scheme-compare-year = {"    "}{ $year }: { $sum } yuan in spending
scheme-compare-people = Of { $everybody } people it changes something for { $people }
scheme-look = Look again: { $said }
scheme-compare-purse = {"    "}borne by { $purse }, { $year }: { $sum } yuan in spending
scheme-answer-holds = meets the conditions
scheme-answer-not = does not apply at present
scheme-answer-undetermined = undetermined
scheme-answer-conflict = the standard contradicts itself
scheme-answer-fault = cannot be calculated
scheme-explain-nobody = There is nobody with this id or identity number. Check it; the id stands in the address of the person's page.
scheme-explain-measure = The pack has no measure { $read }. Write one of: { $known }
scheme-explain-title = { $name }, { $measure }: { $answer }
scheme-explain-withheld = The reasons rest on facts that are not shown.
scheme-explain-clause = Under { $clause } (standards { $version })
scheme-explain-fact = {"    "}{ $title }: { $value } (from { $source }; as of { $day })
scheme-explain-fact-verified = {"    "}{ $title }: { $value } (from { $source }; as of { $day }; verified)
scheme-explain-figure = { $title }: { $value } ({ $clause })
scheme-explain-line = {"    "}{ $said }
scheme-explain-ask = Missing: { $title }. { $question }
scheme-explain-because = {"    "}Because { $because }; where { $otherwise }: { $answer }
scheme-explain-others = {"    "}Not all other cases are listed.
scheme-explain-turn = It changes on { $day }: { $sentence }
scheme-explain-same = With the same facts it stays so for three years.
scheme-spread-none = The pack lets no lower organisation set a figure, or it has no value yet today.
scheme-spread-figure = { $title }: { $count } organisations, least { $least }, lower quarter { $lower }, middle { $middle }, upper quarter { $upper }, most { $most }; { $own } of them set their own
scheme-spread-place = {"    "}{ $name }: { $value } ({ $document }, until { $until })
scheme-spread-far = {"    "}{ $name }: { $value } ({ $document }, until { $until }), far from the others
