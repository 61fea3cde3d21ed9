"""Standard forms as data: one YAML file a form, loaded by `assistant.forms.form`."""

from assistant.forms.form import Block, Column, Form, FormTable, Identity, Row, all_forms, form_of_year, forms, forms_of

__all__ = ["Block", "Column", "Form", "FormTable", "Identity", "Row", "all_forms", "form_of_year", "forms", "forms_of"]
