"""What a session of the page keeps: its states, and nothing of what it was shown."""

from __future__ import annotations

import gradio as gr
from gradio.state_holder import SessionState
from sites import in_loop

from assistant.web.sessions import MOST_SESSIONS, Page


def test_a_session_keeps_its_state_and_nothing_of_what_it_was_shown() -> None:
    async def conversation() -> None:
        with Page() as page:
            panel, kept = gr.HTML(), gr.State(0)
            panel.change(lambda n: ("", n), kept, [panel, kept])
        session, function = SessionState(page), next(iter(page.fns.values()))
        for number in range(1, 6):
            for value in (gr.skip(), f"evidence {number}"):
                shown = await page.postprocess_data(function, [value, number], session)
                assert value == gr.skip() or shown[0] == value, "what is shown is shown all the same"
        assert page.state_session_capacity == MOST_SESSIONS
        assert session[kept._id] == 5
        assert session.blocks_config.blocks.keys() == page.blocks.keys()
        assert "evidence" not in str(session.config_values)

    in_loop(conversation())
