"""Gradio's page with sessions that stay small: of each no more is kept than is used again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

if TYPE_CHECKING:
    from gradio.block_function import BlockFunction
    from gradio.state_holder import SessionState

MOST_SESSIONS = 1_000
"""Sessions whose conversations are remembered; the one that was silent longest is forgotten first. So many pages can be
open at a time, with two connections each; gradio's own 10,000 would be gigabytes that nobody comes back to."""


class Page(gr.Blocks):
    """A page whose sessions keep the values of their states, and nothing of what they were shown."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - gradio's own
        super().__init__(**options)
        self.state_session_capacity = MOST_SESSIONS

    async def postprocess_data(
        self, block_fn: BlockFunction, predictions: list[Any] | dict[Any, Any], state: SessionState | None
    ) -> list[Any]:
        """What an event shows.

        Gradio keeps each value that a session was shown, for links to a page in its present state, which are not
        offered here; and an update makes a component anew under a new number, so that the next value is kept beside
        the last one and not in its place: a quarter of a megabyte with every answer.
        """
        shown = await super().postprocess_data(block_fn, predictions, state)
        if state is not None:
            state.config_values.clear()
            for number in state.blocks_config.blocks.keys() - self.blocks.keys():
                del state.blocks_config.blocks[number]
        return shown
