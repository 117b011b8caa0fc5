"""The measure: a stock python-socketio room server. No accounts, no checks, no database, nothing set that is not the default."""

import sys

import socketio
import uvicorn

sio = socketio.AsyncServer(async_mode="asgi")
app = socketio.ASGIApp(sio)


@sio.event
async def join(sid: str, room: str) -> bool:
    """Take a seat in a room."""
    await sio.enter_room(sid, room)
    async with sio.session(sid) as session:
        session["room"] = room
    return True


@sio.event
async def edit(sid: str, update: bytes) -> None:
    """Pass a change on to the others in the room."""
    async with sio.session(sid) as session:
        room = session["room"]
    await sio.emit("edit", update, room=room, skip_sid=sid)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
