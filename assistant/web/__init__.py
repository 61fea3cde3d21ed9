"""The web pages: a chat, and the evidence of its answers beside it. The only importer of gradio besides `app`."""
