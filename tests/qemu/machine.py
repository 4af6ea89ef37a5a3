# SPDX-License-Identifier: GPL-2.0-only
"""One emulated PC: its serial port through pexpect, its keyboard, screen and end through QMP.

Software emulation only, no network, no reboot (a guest that resets ends QEMU). A machine is
ended by its own process, never by name.
"""
import json
import os
import re
import shlex
import shutil
import socket
import tempfile
import time

import pexpect

# Generous on purpose: tests assert what happens, not how fast. A slow or loaded host sets
# BOOTSHELL_SLOW=2 and the like.
SLOW = float(os.environ.get('BOOTSHELL_SLOW', '1'))
BOOT_S = 180 * SLOW
COMMAND_S = 120 * SLOW
PROMPT = 'bootshell> '
LOOK_S = 0.3    # between two looks at the screen, each of which stops the machine
# What the clock says at power-on: no test depends on the time of day. SeaBIOS sets its tick by it,
# to 2^32 / 3000 at most: at night, from 21:50:34 on, it is wrong.
DAY = ['-rtc', 'base=2026-11-22T10:00:00']
NIGHT = ['-rtc', 'base=2026-11-22T22:30:00']
EXIT_DEVICE = ['-device', 'isa-debug-exit,iobase=0xf4,iosize=4']


class Log:
    """What the serial port said, up to a bound: a guest that babbles must not fill the disk."""

    def __init__(self, path, limit=8 << 20):
        self.file = open(path, 'w', encoding='latin-1')
        self.room = limit

    def write(self, text):
        text = text.replace('\r', '')
        self.file.write(text[:self.room])
        self.room -= min(self.room, len(text))

    def flush(self):
        if not self.file.closed:
            self.file.flush()

    def close(self):
        self.file.close()


def shown(text):
    """What stays readable of terminal output: carriage returns overwrite, ESC [K erases."""
    lines = text.replace('\r\r\n', '\n').replace('\r\n', '\n').split('\n')
    return '\n'.join(re.split(r'\r|\x1b\[K', line)[-1] for line in lines)


class Result(str):
    """What a command printed; .status is its exit status."""
    status = 0

    @property
    def pairs(self):
        """The key=value lines as a dict."""
        return dict(line.split('=', 1) for line in self.splitlines() if '=' in line)


class Qmp:
    """The QEMU Machine Protocol over a socket: one command, one answer."""

    def __init__(self, sock):
        self.file = sock.makefile('rw')
        self.sock = sock
        json.loads(self.file.readline())
        self.command('qmp_capabilities')

    def command(self, name, **arguments):
        json.dump({'execute': name, 'arguments': arguments}, self.file)
        self.file.write('\n')
        self.file.flush()
        while True:
            line = self.file.readline()
            if not line:
                raise EOFError('QEMU has ended')
            answer = json.loads(line)
            if 'error' in answer:
                raise RuntimeError(f"QMP {name}: {answer['error']['desc']}")
            if 'return' in answer:
                return answer['return']

    def monitor(self, line):
        return self.command('human-monitor-command', **{'command-line': line})


def wait_for(condition, timeout=COMMAND_S, what=lambda: '', pause=LOOK_S):
    """Ask again and again until it is so; returns the answer. `what` says what is there instead."""
    end = time.monotonic() + timeout
    while not (answer := condition()):
        assert time.monotonic() < end, what()
        time.sleep(pause)
    return answer


class Machine:
    """A running QEMU. `args` are QEMU's own; dir keeps the log and the sockets. `typed` waits at
    the serial port when the machine is switched on."""

    def __init__(self, dir, args, cpu=None, memory=64, qemu='qemu-system-i386', machine='pc',
                 typed=''):
        self.dir = dir
        self.log_path = os.path.join(dir, f'serial.{time.monotonic_ns()}.log')
        # A socket's path may have 107 bytes at most, less than a test's folder often has.
        self.short_dir = tempfile.mkdtemp(prefix='bootshell-')
        qmp = os.path.join(self.short_dir, 'qmp')
        # -S: a guest that ends at once must not have ended before QMP is connected.
        command = [qemu, '-S', '-machine', machine, '-accel', 'tcg', '-m', str(memory),
                   '-display', 'none', '-nic', 'none', '-no-reboot', '-monitor', 'none',
                   '-qmp', f'unix:{qmp},server=on,wait=off',
                   '-chardev', 'stdio,id=com1,signal=off', '-serial', 'chardev:com1', *DAY]
        command += ['-cpu', cpu] if cpu else []
        command += [str(a) for a in args]
        self.log = Log(self.log_path)
        self.log.write(shlex.join(command) + '\n')
        self.serial = pexpect.spawn(command[0], command[1:], encoding='latin-1', timeout=COMMAND_S,
                                    echo=False, dimensions=(25, 80))
        self.serial.logfile_read = self.log
        self.serial.delaybeforesend = None
        self.qmp = self._connect(qmp)
        self.serial.send(typed)
        self.qmp.command('cont')

    def _connect(self, path):
        """QEMU makes its socket a moment after it starts, or says why it does not start."""
        sock = socket.socket(socket.AF_UNIX)
        end = time.monotonic() + BOOT_S
        while True:
            try:
                sock.connect(path)
                return Qmp(sock)
            except OSError:
                if time.monotonic() > end or not self.serial.isalive():
                    raise AssertionError(f'QEMU does not start: {self.serial.read()}') from None
                time.sleep(0.05)

    # The shell on the serial port.

    def expect(self, pattern, timeout=COMMAND_S):
        """Wait for a regular expression on the serial port; a failure shows the log's end."""
        try:
            self.serial.expect(pattern, timeout=timeout)
        except (pexpect.TIMEOUT, pexpect.EOF) as e:
            what = 'no' if isinstance(e, pexpect.TIMEOUT) else 'QEMU ended before'
            raise AssertionError(f'{what} {pattern!r}; the serial port said at last:\n'
                                 + self.tail()) from None
        return self.serial.match

    def said(self):
        """All that the serial port has said, up to where expect() has come."""
        self.log.flush()
        with open(self.log_path, encoding='latin-1') as f:
            return f.read().removesuffix(self.serial.buffer.replace('\r', ''))

    def prompt(self, timeout=BOOT_S):
        self.expect(re.escape(PROMPT), timeout)
        return self

    def type(self, text):
        self.serial.send(text)

    def run(self, command, timeout=COMMAND_S):
        """Run a line of shell; what it printed and its status as a Result."""
        # The echo of this line has quotes and a dollar where the output has none.
        self.serial.send(f'echo @"b"@; {command}; echo @"e"$?@\n')
        self.expect('@b@\r*\n', timeout)
        match = self.expect(r'(?s)^(.*?)@e(\d+)@\r*\n', timeout)
        result = Result(shown(match.group(1)))
        result.status = int(match.group(2))
        self.expect(re.escape(PROMPT))
        return result

    def ok(self, command, timeout=COMMAND_S):
        """run(), for a command that has to succeed."""
        result = self.run(command, timeout)
        assert result.status == 0, f'{command}: exit status {result.status}:\n{result}'
        return result

    def sha256(self, path, timeout=BOOT_S * 3):
        return self.ok(f'sha256sum {path}', timeout).split()[-2]

    def tail(self, count=40):
        self.log.flush()
        with open(self.log_path, encoding='latin-1') as f:
            return ''.join(f.readlines()[-count:])

    # Keyboard and screen.

    def keys(self, *qcodes, pause=0.15):
        """Press and release one key after another ('a', 'up', 'shift-a')."""
        for code in qcodes:
            chord = [{'type': 'qcode', 'data': c} for c in code.split('-')]
            self.qmp.command('send-key', keys=chord)
            time.sleep(pause * SLOW)

    def key_text(self, text):
        names = {' ': 'spc', '\n': 'ret', '-': 'minus', '/': 'slash', '.': 'dot', '=': 'equal',
                 ';': 'semicolon', '>': 'shift-dot', '|': 'shift-backslash'}
        self.keys(*(names.get(c, c) for c in text))

    def memory(self, address, size):
        """Bytes of guest physical memory."""
        path = os.path.join(self.dir, f'memory.{time.monotonic_ns()}')
        self.qmp.command('pmemsave', val=address, size=size, filename=path)
        with open(path, 'rb') as f:
            data = f.read()
        os.unlink(path)
        return data

    def _crtc(self, index):
        self.qmp.monitor(f'o /b 0x3d4 {index}')
        return int(self.qmp.monitor('i /b 0x3d5').split('=')[1], 16)

    def screen(self):
        """The 25 lines of the VGA text screen, from text memory at the CRTC's start address."""
        running = self.qmp.command('query-status')['running']
        self.qmp.command('stop')
        saved = int(self.qmp.monitor('i /b 0x3d4').split('=')[1], 16)
        start = self._crtc(0x0c) << 8 | self._crtc(0x0d)
        self.qmp.monitor(f'o /b 0x3d4 {saved}')
        text = self.memory(0xb8000, 0x8000)[::2]
        if running:
            self.qmp.command('cont')
        text = (text + text)[start % len(text):]
        return [text[i:i + 80].decode('cp437').rstrip('\0 ') for i in range(0, 2000, 80)]

    def wait_screen(self, text, timeout=COMMAND_S):
        """Wait until a line of the screen contains `text`; returns that line."""
        return wait_for(lambda: [line for line in self.screen() if text in line], timeout,
                        lambda: '\n'.join([f'no {text!r}:', *self.screen()]))[0]

    def wait_line(self, line, timeout=COMMAND_S):
        """Wait until the screen has exactly this line."""
        wait_for(lambda: line in self.screen(), timeout,
                 lambda: '\n'.join([f'no line {line!r}:', *self.screen()]))

    # The end.

    def wait_end(self, timeout=COMMAND_S):
        """Wait until QEMU has ended by itself (reset, or the debug exit device)."""
        self.serial.expect(pexpect.EOF, timeout=timeout)
        self.serial.close()
        return self.serial.exitstatus

    def close(self):
        if self.serial.isalive():
            try:
                self.qmp.command('quit')
                self.serial.expect(pexpect.EOF, timeout=10)
            except (EOFError, OSError, RuntimeError, pexpect.TIMEOUT):
                pass
        self.serial.close(force=True)
        self.qmp.sock.close()
        self.log.close()
        shutil.rmtree(self.short_dir, ignore_errors=True)
