"""The double as a process of its own: `python -m tests.telegram.double --port 0`.

Prints one line of JSON (port, token, base_url, base_file_url, control) and serves until it is stopped.
A bench then posts JSON to the control address:
    control/state  {}                                     -> what the bot has done so far
    control/people {"count": 1000}                        -> so many more, who have written to the bot before
    control/load   {"users": 256, "messages": 8, ...}     -> asks, waits, and gives replies per second
The fields of load are those of `load.Load.run`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal

from tests.telegram.double import TOKEN, Double, FloodLimits


async def serve(port: int, token: str, flood: bool, record: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    double = Double(token=token, flood=FloodLimits() if flood else None, record=record)
    await double.start(port)
    address = {
        "port": double.server.port,
        "token": double.token,
        "base_url": double.base_url,
        "base_file_url": double.base_file_url,
        "control": f"http://127.0.0.1:{double.server.port}/control",
    }
    print(json.dumps(address), flush=True)
    await stop.wait()
    await double.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram.double", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--flood", action="store_true", help="with Telegram's flood limits")
    parser.add_argument("--record", type=int, default=1000, help="how many requests are kept")
    wish = parser.parse_args()
    asyncio.run(serve(wish.port, wish.token, wish.flood, wish.record))


if __name__ == "__main__":
    main()
