# Standards: contents and forms (R23)

web-forms-title = Content and form
web-forms-content = Content
web-forms-given = Given as (measures)
web-forms-open = Fits, no measure yet
web-forms-why = Why no others
web-forms-count = { $form } { $count }
web-standard-given-as = given as { $forms }
