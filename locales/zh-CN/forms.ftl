# 标准：内容与形式（R23）

web-forms-title = 内容与形式
web-forms-content = 内容
web-forms-given = 已有的形式（措施项数）
web-forms-open = 可以用、还没有措施
web-forms-count = { $form } { $count }
web-standard-given-as = 形式：{ $forms }
