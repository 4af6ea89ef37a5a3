# SPDX-License-Identifier: GPL-2.0-only
"""fetch and load from servers that behave, and from such as do not: each ends in the right bytes,
or in one clear line, a status and no file, in bounded time."""
import hashlib

import pytest

from faulty import DATA, FRAME, HALF, OTHER, Http, Tftp
from machine import COMMAND_S
from test_net import Server, digest

UNKNOWN = 5     # TFTP's error for a port that is not the transfer's
SHA, OTHER_SHA = (hashlib.sha256(data).hexdigest() for data in (DATA, OTHER))


@pytest.fixture(scope='module')
def peers():
    made = Http(), Tftp()
    yield made
    for server in made:
        server.close()


@pytest.fixture(scope='module')
def m(shared_pc, tmp_path_factory):
    """A machine with a network; QEMU's 10.0.2.2 is this host's loopback."""
    server = Server(tmp_path_factory.mktemp('fetch') / 'tftp')
    machine = shared_pc.start(*server.network()).prompt()
    machine.ok('mkdir /tmp/f; cd /tmp/f')
    yield machine
    server.http.shutdown()
    server.http.server_close()


GOOD_HTTP = ('good', 'chunks', 'no-length', 'redirect')
# Broken once; how often the server is asked.
BETTER_HTTP = {'resume': 2, 'reset': 2, 'by-date': 2, 'no-validator': 2, 'busy': 2}
# Options, status, and what the line says.
BAD_HTTP = {
    '404': ('', 8, 'the server says 404 Because'),
    '403': ('', 8, 'the server says 403 Because'),
    '500': ('-t 2', 4, 'the server says 500 Because'),
    'short': ('-t 2', 4, f'the server ended the connection after {HALF} of {len(DATA)} bytes'),
    'long': ('', 8, 'the server sends more than it has announced'),
    'other-part': ('-t 2', 8, 'another part of the file than asked for'),
    'nothing': ('-T 2', 4, 'the server says nothing for 2 seconds'),
    'goodbye': ('', 4, 'the server ended the connection without an answer'),
    'stall': ('-T 2 -t 2', 4, 'the server says nothing for 2 seconds'),
    'slow-head': ('-T 2 -t 1', 4, 'the server says nothing for 2 seconds'),
    'drip': ('-m 3', 4, 'not done after 3 seconds'),
    'ssh': ('', 8, 'the server does not speak HTTP/1.1: its first line is another'),
    'circle': ('', 8, 'the server redirects in a circle, by http://10.0.2.2/circle'),
    'far': ('', 8, 'the server redirects more than 10 times'),
    'to-https': ('', 1, 'https is not here yet'),
}


def test_http(m, peers):
    """Lengths, chunks, redirects; what broke is resumed if it is the same file, else begun anew."""
    http, _ = peers
    for name in (*GOOD_HTTP, *BETTER_HTTP):
        m.ok(f'fetch -q http://10.0.2.2:{http.port}/{name} f')
        assert digest(m, 'f') == SHA, name
    for name, times in BETTER_HTTP.items():
        assert http.times(name) == times, name
    ranges = {name: request['Range'] for name, request in http.asked if 'Range' in request}
    assert ranges == {'resume': f'bytes={HALF}-', 'by-date': f'bytes={HALF}-',
                      'reset': f'bytes={FRAME}-'}
    m.ok(f'fetch -q http://10.0.2.2:{http.port}/changed f')
    assert digest(m, 'f') == OTHER_SHA
    assert m.ok('ls') == 'f\n'


def refusals(m, port, scheme, cases):
    """The file stays as it was, nothing is left beside it, one line says why."""
    m.ok('echo before >f')
    for name, (options, status, why) in cases.items():
        url = f'{scheme}://10.0.2.2:{port}/{name}'
        said = m.run(f'fetch -q {options} {url} f')
        assert said.status == status and why in said, (name, said)
        assert said.startswith(f'fetch: {url}: ') and said.count('\n') == 1, said
    assert m.ok('ls; cat f') == 'f\nbefore\n'


def test_bad_http(m, peers):
    http, _ = peers
    refusals(m, http.port, 'http', BAD_HTTP)
    assert http.times('stall') == 2 and http.times('500') == 2
    for name in 'nothing', 'goodbye', '404':  # where trying again is of no use
        assert http.times(name) == 1, name


def test_tries(m, peers):
    """On a terminal each further try is announced, with its reason and its pause."""
    http, _ = peers
    said = m.run(f'fetch -t 3 http://10.0.2.2:{http.port}/500 f')
    url = f'fetch: http://10.0.2.2:{http.port}/500: '
    assert said.splitlines() == [f'{url}the server says 500 Because; try 2 of 3 in 1 s',
                                 f'{url}the server says 500 Because; try 3 of 3 in 2 s',
                                 f'{url}the server says 500 Because']


GOOD_TFTP = ('good', 'plain', 'old', 'lossy', 'doubled', 'reorder', 'stranger')
BAD_TFTP = {
    'none': ('', 8, 'the server says file not found (TFTP error 1)'),
    'error': ('', 8, 'the server says disk on fire (TFTP error 0)'),
    'silent': ('-T 2', 4, 'the server says nothing for 2 seconds'),
    'stall': ('-T 2 -t 2', 4, 'the server says nothing for 2 seconds'),
    'size-more': ('', 8, f'{len(DATA)} bytes in place of the {len(DATA) + 1000} announced'),
    'size-less': ('', 8, f'more than the {len(DATA) - 1000} bytes it has announced'),
    'cut': ('', 8, f'bytes in place of the {len(DATA)} announced'),
    'too-long': ('', 8, 'the server sends blocks of 1409 bytes in place of 1408'),
    'blksize': ('', 8, 'the server answers the option blksize with 9000'),
    'windowsize': ('', 8, 'the server answers the option windowsize with 64'),
    'unasked': ('', 8, 'the server answers the option multicast with 1'),
}


def test_tftp(m, peers):
    """With options and without; blocks lost, doubled, out of turn, and from a stranger."""
    _, tftp = peers
    for name in GOOD_TFTP:
        m.ok(f'fetch -q tftp://10.0.2.2:{tftp.port}/{name} f')
        assert digest(m, 'f') == SHA, name
    asked = dict(tftp.asked)
    assert asked['good'] == {'tsize': '0', 'blksize': '1408', 'windowsize': '4'}
    assert asked['old'] == {}  # the second time
    # A request that was sent again has two answers, one of them from a port not known.
    assert [e for e in tftp.errors if e[1] != UNKNOWN] == [('stranger', (5, UNKNOWN))]


def test_bad_tftp(m, peers):
    _, tftp = peers
    refusals(m, tftp.port, 'tftp', BAD_TFTP)
    assert {('blksize', 8), ('size-less', 4)} <= set(tftp.errors)  # the server knows why


def test_nobody(m):
    """No server, no such host, no name server: seconds, and a line."""
    for url, options, why in (
            ('http://10.0.2.2:1/f', '', 'nothing listens at port 1'),
            ('http://10.0.2.99/f', '', '10.0.2.99 cannot be reached'),
            ('tftp://10.0.2.98/f', '', '10.0.2.98 cannot be reached'),
            ('tftp://10.0.2.97/f', '-T 2', 'the server says nothing for 2 seconds'),
            ('http://boot.invalid/f', '', 'boot.invalid: ')):
        said = m.run(f'fetch -q {options} {url} f')
        assert said.status in (1, 4) and why in said, (url, said)


def test_words(m, peers):
    """Names by default, folders, files that cannot be made, wrong options."""
    http, _ = peers
    url = f'http://10.0.2.2:{http.port}/good'
    m.ok('rm -f *; mkdir d')
    m.ok(f'fetch -q {url}; fetch -q {url}?x=y d')
    assert m.ok('ls . d').split() == ['.:', 'd', 'good', 'd:', 'good']
    said = m.run(f'fetch -q {url} /proc/f')
    assert said.status == 1 and '/proc/f.part: ' in said
    assert 'name the FILE' in m.run(f'fetch -q http://10.0.2.2:{http.port}/')
    for words in '', 'a b c', '-T 0 a', '-T x a', '-t -1 a', '--what a':
        said = m.run(f'fetch {words}')
        assert said.status == 2 and "Try 'fetch --help'." in said, words
    assert all(len(line) <= 80 for line in m.ok('fetch --help').splitlines())
    m.ok('mount -t tmpfs -o size=16k small d')
    said = m.run(f'fetch -q {url} d/f')
    assert said.status == 1 and 'writing: No space left on device' in said
    assert m.ok('ls d; umount d') == ''


def test_interrupt(m, peers):
    """Ctrl-C in the middle leaves nothing behind."""
    http, _ = peers
    m.ok('rm -rf *')
    http.half_sent.clear()
    m.type(f'fetch http://10.0.2.2:{http.port}/stall f\n')
    assert http.half_sent.wait(COMMAND_S)
    m.expect(r'stall +\[')  # some of it has come: the bar stands
    m.type('\x03')
    m.prompt()
    assert m.ok('ls') == ''
