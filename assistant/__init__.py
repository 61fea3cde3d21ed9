"""The assistant: it reads the library and proves its answers. It knows no file format."""
