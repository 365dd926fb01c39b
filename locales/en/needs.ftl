# A need's states beyond those of web.ftl, and its moves
web-need-merged = Merged
web-need-split = Split
web-move-confirm = Confirm the kind
web-move-plan = Name who helps
web-move-reopen = Reopen
web-move-help = Record help
web-move-call-back = Call back
web-move-close = Close
web-move-withdraw = Take back
web-move-merge = Merge into another
web-move-split = Split
