# SPDX-License-Identifier: GPL-2.0-only
"""HTTP and TFTP servers on loopback that misbehave on purpose: a file's name says how.

Each file has the same content (DATA, or OTHER after a change). What was asked is kept in `asked`.
"""
import random
import socket
import struct
import threading

DATA = random.Random(5).randbytes(40000)
OTHER = random.Random(6).randbytes(41000)
HALF = 17000
FRAME = 1000  # in one frame with its head: a reset overtakes what waits for an acknowledgement
WAIT_S = 120  # a server that says nothing more: until the client has gone


def head(status, *fields):
    return '\r\n'.join([f'HTTP/1.1 {status}', *fields, '', '']).encode()


def whole(data, *fields):
    return head('200 OK', f'Content-Length: {len(data)}', *fields) + data


class Http:
    """One connection a request; the methods of Answers are named as the files."""

    def __init__(self):
        self.asked = []
        self.half_sent = threading.Event()
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                s, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(s,), daemon=True).start()

    def serve(self, s):
        with s:
            s.settimeout(WAIT_S)
            try:
                text = b''
                while b'\r\n\r\n' not in text:
                    more = s.recv(4096)
                    if not more:
                        return
                    text += more
                name = text.split()[1].decode()[1:]
                request = dict(line.split(': ', 1) for line in text.decode().split('\r\n')[1:]
                               if ': ' in line)
                self.asked.append((name, request))
                self.answer(s, name, request)
            except OSError:
                pass  # the client has gone

    def times(self, name):
        return sum(n == name for n, _ in self.asked)

    def answer(self, s, name, request):
        method = getattr(self, 'say_' + name.partition('?')[0].replace('-', '_'), None)
        if method:
            method(s, request)
        elif name.isdigit():
            s.sendall(head(f'{name} Because', 'Content-Length: 3') + b'no\n')
        else:
            s.sendall(head('404 Not Found', 'Content-Length: 0'))

    def half(self, s, *fields, size=HALF):
        s.sendall(whole(DATA, *fields)[:-len(DATA)] + DATA[:size])
        self.half_sent.set()

    @staticmethod
    def rest(s, request, data=DATA, etag='"one"'):
        """As Range and If-Range ask."""
        if request.get('If-Range') != etag:
            s.sendall(whole(data, f'ETag: {etag}'))
            return
        at = int(request['Range'].removeprefix('bytes=').removesuffix('-'))
        s.sendall(head('206 Partial Content', f'Content-Length: {len(data) - at}', f'ETag: {etag}',
                       f'Content-Range: bytes {at}-{len(data) - 1}/{len(data)}') + data[at:])

    # ---- well-behaved

    def say_good(self, s, request):
        s.sendall(whole(DATA))

    def say_chunks(self, s, request):
        s.sendall(head('200 OK', 'Transfer-Encoding: chunked'))
        for at in range(0, len(DATA), 777):
            piece = DATA[at:at + 777]
            s.sendall(b'%x;a=b\r\n%s\r\n' % (len(piece), piece))
        s.sendall(b'0\r\nTrailer: x\r\n\r\n')

    def say_no_length(self, s, request):
        s.sendall(head('200 OK') + DATA)

    def say_redirect(self, s, request):
        s.sendall(head('301 Moved', 'Location: good', 'Content-Length: 4') + b'over')

    # ---- broken, and better the next time

    def say_resume(self, s, request):
        if 'Range' in request:
            self.rest(s, request)
        else:
            self.half(s, 'ETag: "one"')

    def say_reset(self, s, request):
        if 'Range' in request:
            self.rest(s, request)
        else:
            self.half(s, 'ETag: "one"', size=FRAME)
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))

    def say_by_date(self, s, request):
        """Only a date tells that it is the same file."""
        date = 'Sun, 22 Nov 2026 10:00:00 GMT'
        if 'Range' in request:
            self.rest(s, request, etag=date)
        else:
            self.half(s, f'Last-Modified: {date}')

    def say_changed(self, s, request):
        if self.times('changed') > 1:
            self.rest(s, request, OTHER, '"two"')
        else:
            self.half(s, 'ETag: "one"')

    def say_no_validator(self, s, request):
        if self.times('no-validator') > 1:
            s.sendall(whole(DATA))
        else:
            self.half(s)

    def say_busy(self, s, request):
        s.sendall(whole(DATA) if self.times('busy') > 1 else
                  head('503 Busy', 'Content-Length: 0'))

    # ---- hopeless

    def say_short(self, s, request):
        self.half(s)

    def say_long(self, s, request):
        s.sendall(head('200 OK', 'Content-Length: 10') + DATA[:20])

    def say_other_part(self, s, request):
        if 'Range' in request:
            s.sendall(head('206 Partial Content', 'Content-Range: bytes 0-9/10') + DATA[:10])
        else:
            self.half(s, 'ETag: "one"')

    def say_nothing(self, s, request):
        s.recv(1)

    def say_goodbye(self, s, request):
        pass

    def say_stall(self, s, request):
        self.half(s, 'ETag: "one"')
        s.recv(1)

    def say_slow_head(self, s, request):
        """A byte now and then, without an end."""
        s.sendall(b'HTTP/1.1 200 OK\r\nX: ')
        self.drip(s)

    def say_drip(self, s, request):
        self.half(s)
        self.drip(s)

    @staticmethod
    def drip(s):
        s.settimeout(0.2)
        for _ in range(WAIT_S * 5):
            s.sendall(b'x')
            try:
                if not s.recv(1):
                    return
            except TimeoutError:
                pass

    def say_ssh(self, s, request):
        s.sendall(b'SSH-2.0-OpenSSH_9.2\r\n')

    def say_circle(self, s, request):
        s.sendall(head('302 Found', 'Location: /circle2'))

    def say_circle2(self, s, request):
        s.sendall(head('302 Found', 'Location: /circle'))

    def say_far(self, s, request):
        s.sendall(head('302 Found', f"Location: /far?{self.times_asked()}"))

    def times_asked(self):
        return len(self.asked)

    def say_to_https(self, s, request):
        s.sendall(head('302 Found', 'Location: https://10.0.2.2/good'))

    def close(self):
        self.listener.close()


RRQ, DATA_OP, ACK, ERROR, OACK = 1, 3, 4, 5, 6


class Tftp:
    """A transfer has a port and a thread of its own. Options are agreed to as asked."""

    REPEAT_S = 0.5

    def __init__(self, files=None):
        """`files`: names of files with another content."""
        self.files = files or {}
        self.asked = []
        self.errors = []  # what clients have told
        self.s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.s.bind(('127.0.0.1', 0))
        self.port = self.s.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                packet, client = self.s.recvfrom(2048)
            except OSError:
                return
            if packet[:2] == struct.pack('>H', RRQ):
                name, _, *words = [w.decode() for w in packet[2:].split(b'\0')[:-1]]
                options = dict(zip(words[::2], words[1::2]))
                self.asked.append((name, options))
                threading.Thread(target=self.serve, args=(name, options, client),
                                 daemon=True).start()

    def serve(self, name, options, client):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.bind(('127.0.0.1', 0))
            s.connect(client)
            try:
                Transfer(self, s, name, options).run()
            except OSError:
                pass

    def close(self):
        self.s.close()


class Transfer:
    """One file; `name` says what is wrong with it."""

    def __init__(self, server, s, name, options):
        self.server, self.s, self.name, self.options = server, s, name, options
        self.data = server.files.get(name, DATA)
        self.lost = set()

    def wait_ack(self):
        """The number of a block; None if nothing came in time."""
        self.s.settimeout(self.server.REPEAT_S)
        try:
            packet = self.s.recv(2048)
        except TimeoutError:
            return None
        op, number = struct.unpack('>HH', packet[:4])
        if op == ERROR:
            self.server.errors.append((self.name, number))
            raise OSError('the client has ended it')
        return number

    def agree(self):
        """Agree to options; the block size and the window."""
        if self.name == 'old' and self.options:
            self.s.send(struct.pack('>HH', ERROR, 8) + b'what is this?\0')
            raise OSError
        if not self.options or self.name == 'plain':
            return 512, 1
        agreed = dict(self.options, tsize=str(len(self.data)))
        agreed.update({'size-more': {'tsize': str(len(DATA) + 1000)},
                       'size-less': {'tsize': str(len(DATA) - 1000)},
                       'blksize': {'blksize': '9000'}, 'windowsize': {'windowsize': '64'},
                       'unasked': {'multicast': '1'}}.get(self.name, {}))
        packet = struct.pack('>H', OACK) + b''.join(
            f'{k}\0{v}\0'.encode() for k, v in agreed.items())
        for _ in range(20):
            self.s.send(packet)
            if self.wait_ack() == 0:
                return int(agreed['blksize']), int(agreed['windowsize'])
        raise OSError

    def send_window(self, blocks):
        """Numbered packets, spoiled as the name says."""
        packets = [struct.pack('>HH', DATA_OP, n & 0xffff) + data for n, data in blocks]
        if self.name == 'reorder' and len(packets) > 1:
            packets[0], packets[1] = packets[1], packets[0]
        for (n, _), packet in zip(blocks, packets):
            if self.name == 'lossy' and n % 5 == 0 and n not in self.lost:
                self.lost.add(n)
                continue
            if self.name == 'cut' and n == 7:
                packet = packet[:-100]
            if self.name == 'too-long' and n == 7:
                packet += b'more'
            if self.name == 'stranger' and n == 7 and n not in self.lost:
                self.lost.add(n)  # once, also if the window is sent again
                with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
                    other.connect(self.s.getpeername())
                    other.send(packet[:4] + bytes(100))
                    other.settimeout(WAIT_S)
                    answer = other.recv(2048)
                    self.server.errors.append(('stranger', struct.unpack('>HH', answer[:4])))
            if self.name == 'error' and n == 7:
                packet = struct.pack('>HH', ERROR, 0) + b'disk on fire\0'
            if self.name == 'stall' and n >= 7:
                return
            self.s.send(packet)
            if self.name == 'doubled':
                self.s.send(packet)

    def run(self):
        if self.name == 'silent':
            return
        if self.name == 'none':
            self.s.send(struct.pack('>HH', ERROR, 1) + b'\0')
            return
        size, window = self.agree()
        count = len(self.data) // size + 1
        done = silent = 0
        while done < count and silent < 20:
            self.send_window([(n + 1, self.data[n * size:(n + 1) * size])
                              for n in range(done, min(done + window, count))])
            ack = self.wait_ack()
            silent = silent + 1 if ack is None else 0
            ahead = 0 if ack is None else (ack - done) & 0xffff
            done += ahead if ahead <= window else 0
