# Standards: contents and forms (R23)

web-forms-title = Content and form
web-forms-content = Content
web-forms-given = Given as (number of measures)
web-forms-open = Fits, no measure yet
web-forms-count = { $form } { $count }
web-standard-given-as = given as { $forms }
