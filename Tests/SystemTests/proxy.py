"""A TCP proxy of ours between the services and the broker, which makes the network as bad as a test wants it."""

import asyncio
import contextlib
import dataclasses
import random
import socket
import struct
import threading

ADDRESS = b"127.0.0.1"
CHUNK = 64 << 10
QUEUED = 64
CALL_LIMIT = 10


@dataclasses.dataclass(frozen=True)
class Network:
    """How bytes travel.

    latency: seconds each way; never quite nothing, since the development broker answers empty fetches at once.
    largest_slice: at most so many bytes at a time, 0 for no bound.
    """

    latency: float = 0.002
    largest_slice: int = 0


class Proxy:
    """Listens on `port` and forwards to the broker; used as a context.

    The broker tells clients where it is: its own port in its answers is replaced by the proxy's, byte by byte. So may
    be other things of the same length (`replace`: pairs of bytes).
    Set `network` for latency and slices; the methods are the other faults, and `heal` ends all of them.
    """

    def __init__(self, port, broker_port, seed=0, replace=()):
        self.port, self.network = port, Network()
        self.accepted = self.resets = 0
        self._broker_port = broker_port
        addresses = [ADDRESS + struct.pack(">i", number) for number in (broker_port, port)]
        self._replaced = [addresses, *replace]
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server, self._connections = None, set()
        self._is_frozen = False

    @property
    def servers(self):
        return f"127.0.0.1:{self.port}"

    # Faults

    def freeze(self):
        """Half-open: connections stay and new ones are accepted, but nothing travels."""
        self._run(self._freeze)

    def strand(self):
        """The connections there are stay open and never carry anything again; new ones are sound."""
        self._run(self._strand)

    def reset(self):
        """Every connection ends with a reset; new ones are sound."""
        self._run(self._reset)

    def refuse(self):
        """Every connection ends, and no new one is accepted."""
        self._run(self._refuse)

    def heal(self):
        """Everything travels again, but on stranded connections."""
        self.network = Network()
        self._run(self._heal)

    async def _freeze(self):
        self._is_frozen = True
        for connection in self._connections:
            connection.flows.clear()

    async def _strand(self):
        for connection in self._connections:
            connection.is_stranded = True
            connection.flows.clear()

    async def _reset(self):
        self.resets += len(self._connections)
        for connection in list(self._connections):
            connection.reset()

    async def _refuse(self):
        await self._close_server()
        await self._reset()

    async def _heal(self):
        self._is_frozen = False
        for connection in self._connections:
            if not connection.is_stranded:
                connection.flows.set()
        if not self._server:
            await self._listen()

    # Life

    def __enter__(self):
        self._thread.start()
        self._run(self._listen)
        return self

    def __exit__(self, *_):
        self._run(self._end)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CALL_LIMIT)
        self._loop.close()

    async def _end(self):
        await self._refuse()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _run(self, work):
        asyncio.run_coroutine_threadsafe(work(), self._loop).result(CALL_LIMIT)

    async def _listen(self):
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    async def _close_server(self):
        server, self._server = self._server, None
        if server:
            server.close()

    async def _accept(self, reader, writer):
        self.accepted += 1
        try:
            broker_reader, broker_writer = await asyncio.open_connection("127.0.0.1", self._broker_port)
        except OSError:
            return writer.transport.abort()
        connection = Connection(self, writer, broker_writer)
        if self._is_frozen:
            connection.flows.clear()
        self._connections.add(connection)
        try:
            await connection.carry(reader, broker_reader)
        finally:
            self._connections.discard(connection)
            connection.reset()

    def replaced(self, frame):
        for old, new in self._replaced:
            frame = frame.replace(old, new)
        return frame

    def slices(self, data):
        """The data in the pieces in which it travels."""
        largest = self.network.largest_slice
        while largest and data:
            size = self._random.randint(1, largest)
            yield data[:size]
            data = data[size:]
        if data:
            yield data


class Connection:
    """A client's connection and its twin to the broker."""

    def __init__(self, proxy, client, broker):
        self._proxy, self._client, self._broker = proxy, client, broker
        self.is_stranded, self.flows = False, asyncio.Event()
        self.flows.set()

    async def carry(self, from_client, from_broker):
        """Forwards both ways until one side ends."""
        ways = [
            asyncio.ensure_future(self._forward(lambda: from_client.read(CHUNK), self._broker)),
            asyncio.ensure_future(self._forward(lambda: self._answer(from_broker), self._client)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)

    def reset(self):
        for writer in (self._client, self._broker):
            with contextlib.suppress(OSError):
                own = writer.get_extra_info("socket")
                own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    async def _answer(self, reader):
        """One whole answer of the broker, since an address in it must not be cut in two."""
        try:
            size = await reader.readexactly(4)
            return size + self._proxy.replaced(await reader.readexactly(struct.unpack(">i", size)[0]))
        except asyncio.IncompleteReadError:
            return b""

    async def _forward(self, read, writer):
        """Reads ahead of what travels, so that latency delays and does not throttle."""
        queue = asyncio.Queue(QUEUED)
        taking = asyncio.ensure_future(self._take(read, queue))
        try:
            while True:
                due, data = await queue.get()
                await asyncio.sleep(max(0, due - self._proxy._loop.time()))
                if not data:
                    return
                for piece in self._proxy.slices(data):
                    await self.flows.wait()
                    writer.write(piece)
                    await writer.drain()
        except OSError:
            return
        finally:
            taking.cancel()

    async def _take(self, read, queue):
        data = b"-"
        while data:
            try:
                data = await read()
            except OSError:
                data = b""
            await queue.put((self._proxy._loop.time() + self._proxy.network.latency, data))
