"""A language model beside the embedded engine: it plans, rewrites and phrases; it never supplies a figure."""
