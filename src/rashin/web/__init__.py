"""Pages and API over the other rooms. No logic of its own: it reads a request, calls a room, shows what came back."""
