# 集中走访 / rounds of visits
web-act-list-rounds = saw the rounds of visits
web-act-read-round = read a round of visits
web-act-list-round-people = read the list of a round
web-act-draft-round = drew up or handed in a round of visits
web-act-change-round-list = changed the list of a round
web-act-approve-round = decided on a round of visits
web-act-divide-round = divided a round among groups
web-act-read-sheet = read a signature sheet
web-act-enter-sheet = entered a signature sheet
web-act-export-round = took the list of a round away
