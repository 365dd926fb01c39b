# The care plan's workbook
plan-title = { $county } care plan: { $sheet } ({ $date })
plan-sheet-summary = Summary
plan-sheet-people = Plan by person
plan-sheet-hardship = Members in hardship
plan-sheet-questions = To be asked
plan-sheet-pairs = Proposed help
plan-sheet-unmet = Unmet needs
plan-sheet-matters = To be settled
plan-sheet-fund = Care fund

plan-note-standards = By the scheme pack "{ $pack }", version { $version }.
plan-note-examples = Amounts and years in the pack are examples until the committee has settled its own; whatever is no allowance is subject to approval.
plan-note-people = "Due allowance" is paid by rule; "eligible" still needs application, appraisal and approval. Amounts are proposed.
plan-note-questions = First the missing fact, then the answer; what is blank is never taken as zero.
plan-note-pairs = A proposal: nobody is paired before both sides agree.
plan-note-unmet = Each says why, so that one knows what is lacking.
plan-note-matters = Both statements are kept until somebody settles them; the values themselves are shown in the system.

plan-organization = Organisation
plan-name = Name
plan-classes = Classes
plan-matter = Matter
plan-finding = Finding
plan-amount = Amount (yuan)
plan-clause = Clause
plan-why = Why
plan-helper = Who could help
plan-responsible = Responsible
plan-due = By
plan-ask = Still to ask
plan-degree = Degree
plan-cause = Cause
plan-holding = Measures met
plan-needs = Needs stated
plan-measure = Measure
plan-fact = Missing fact
plan-question = What to ask, and whom
plan-category = Need
plan-urgency = Urgency
plan-provider-kind = Provider
plan-stated = Stated on
plan-reason = Why it is unmet
plan-field = Field
plan-source = Source
plan-item = Item
plan-count = Count

plan-need = Need: { $category }
plan-category-open = to be settled
plan-category-proposed = { $category } (to be confirmed)
plan-confirm-category = Category of the need
plan-helped = Can be helped
plan-unmet = Unmet
plan-late = { $finding } (overdue)
plan-due-allowance = Due allowance
plan-eligible = Eligible
plan-undetermined = Undetermined
plan-counted-with = { $why } A household is given it once: the amount stands with { $name } of the same household.
plan-conflict = Two tiers hold
plan-fault = Not calculable

plan-count-persons = People in the register
plan-count-people = People with a matter in the plan
plan-count-items = Matters
plan-count-hardship = Members in hardship
plan-count-undetermined = Answers that wait for a fact
plan-count-helped = Needs that can be helped
plan-count-unmet = Unmet needs
plan-count-set-aside = Offers not called upon: their members are in hardship
plan-count-matters = Matters to be settled
plan-count-holds = Holds: { $measure }

plan-fund-income = Income
plan-fund-expense = Expense
plan-fund-balance = Balance
plan-fund-free = Balance, free
plan-fund-bound = Balance, bound to "{ $purpose }"

provider-member = member
provider-department = department
provider-enterprise = enterprise
provider-social = social organisation
provider-party-organization = Party organisation

pair-own-township = in the same township
pair-shared-townships = serves the township
pair-county-wide = serves the whole county
pair-other-category = help of a near kind
pair-other-system = from another system
pair-provider-kind = fitting kind of provider
pair-keeps-pair = already paired
pair-distance = distance
pair-among = one of { $count } providers that fit

unmet-detail-elsewhere = : providers elsewhere: { $count }
unmet-detail-consent = : with consent, providers that would fit: { $count }
unmet-detail-taken = { $urgent ->
    [0] : whoever fits ({ $count }, such as { $names }) is full
   *[other] : whoever fits ({ $count }, such as { $names }) is full; places that went to more urgent needs: { $urgent }
}
unmet-detail-expired = : the latest ended on { $date }
