"""Keys that arrive faster than the screen can follow."""

from textual import events
from textual.widget import Widget


async def took_key(widget: Widget, event: events.Key) -> bool:
    """Runs the binding that the widget itself has for a key, if it has one; to be asked first when a key comes.

    Textual passes a key on to the widget in focus, but looks for a binding only when the key has come all the way back
    to the app, and then where the focus is by that time. Somebody who types a digit and Tab at once would answer the
    next field.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return True
    return False
