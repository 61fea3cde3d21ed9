"""Standard forms as data: one YAML file a form, loaded by `assistant.forms.form`."""

from assistant.forms.form import Block, Column, Form, FormTable, Identity, Row, form_of_year, forms

__all__ = ["Block", "Column", "Form", "FormTable", "Identity", "Row", "form_of_year", "forms"]
