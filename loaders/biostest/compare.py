#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Tell in words what differs between two reports of biostest.

The first is of a cold boot, the second of a run after something else had the machine: Linux and
kexec. A report is what biostest sent to the serial port or to port E9h, whatever stands before
and behind it; of several in a file the last complete one counts.

Exit status: 0 no difference but expected ones, 1 others, 2 a file is no report.
"""
import argparse
import re
import sys

# What may differ, and why. docs/biostest.md has the same list for readers.
EXPECTED = (
    (r'form|drive|entry|options', 'how biostest was started'),
    (r'int1a\.(tick|time|date)', 'time has passed'),
    (r'cpu\.cache', 'Linux turns the caches on, should the firmware not have'),
    (r'timer\.(hz|ticks)|wait\.ticks', 'measured; the verdict is what counts'),
    (r'int10\.position', 'where the cursor is'),
    (r'pic\.irr', 'requests come and go'),
    (r'key\.typed', 'somebody types, or nobody'),
)

MEANING = (
    (r'cpu\.cr', 'control register of the processor'),
    (r'cpu\.limits', 'segment limits'),
    (r'cpu\.', 'processor'),
    (r'ivt\.', 'interrupt vectors from this number on'),
    (r'bda\.', 'BIOS data area'),
    (r'table\.', 'table in memory'),
    (r'pic\.masks', 'interrupts masked at the 8259s'),
    (r'pic\.isr', 'interrupts in service at the 8259s'),
    (r'pic\.elcr', 'edge or level control'),
    (r'pit\.', 'mode of a timer channel'),
    (r'port61', 'speaker and gate of timer channel 2'),
    (r'port92|a20\.', 'address line 20'),
    (r'rtc\.|cmos\.', 'clock and CMOS'),
    (r'int10|mode\.', 'screen'),
    (r'int12|int15\.(e8|88|c1)', 'memory as the BIOS reports it'),
    (r'int13', 'drive'),
    (r'int14', 'serial port'),
    (r'int16|key\.|kbc\.', 'keyboard'),
    (r'timer\.|int1a|wait\.', 'time'),
    (r'hung|last_run|watchdog', 'a call that hangs'),
)


class NoReport(Exception):
    """Why a file cannot be compared."""


def first(table, key):
    """The text of the first line of `table` whose pattern begins `key`, '' if none does."""
    return next((text for pattern, text in table if re.match(pattern, key)), '')


def expected(key):
    return next((why for pattern, why in EXPECTED if re.fullmatch(pattern, key)), '')


def parse(text):
    """{key: value} of the last complete report in `text`."""
    run = report = None
    for line in text.replace('\r', '').split('\n'):
        if line == 'biostest: begin':
            run = []
        elif run is not None and line.startswith('biostest: end, status '):
            run, report = None, run
        elif run is not None:
            run.append(line)
    if report is None:
        raise NoReport('no report of biostest' if run is None else
                       'the report has no end: the run was cut off')
    pairs = {}
    for line in report:
        match = re.fullmatch(r'([a-z0-9_.]+)=(.*)', line)
        if match and match[1] in pairs:
            raise NoReport(f'{match[1]} stands twice in it')
        if match:
            pairs[match[1]] = match[2]
    return pairs


def differences(cold, after):
    """(key, cold value or None, later value or None) for each key that differs, in order."""
    keys = list(cold) + [key for key in after if key not in cold]
    return [(key, cold.get(key), after.get(key)) for key in keys
            if cold.get(key) != after.get(key)]


def words(key, before, now):
    meaning = first(MEANING, key)
    name = f'{key} ({meaning})' if meaning else key
    if before is None:
        return f'{name}: {now}; the cold boot has no such line'
    if now is None:
        return f'{name}: missing; {before} at the cold boot'
    return f'{name}: {before} at the cold boot, {now} now'


def compare(cold, after):
    """Print all; how many differences are not expected."""
    found = differences(cold, after)
    count = 0
    for key, before, now in found:
        why = expected(key)
        count += not why
        print(f'{"expected: " if why else ""}{words(key, before, now)}{f" - {why}" if why else ""}')
    print(f'{len(set(cold) | set(after))} values, {len(found) - count} expected differences, '
          f'{count} others')
    return count


def main():
    p = argparse.ArgumentParser(description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('cold', help='report of a cold boot')
    p.add_argument('after', help='report of a later run')
    options = p.parse_args()
    reports = []
    for name in (options.cold, options.after):
        try:
            with open(name, encoding='latin-1', newline='') as f:
                reports.append(parse(f.read()))
        except (OSError, NoReport) as e:
            print(f'compare: {name}: {getattr(e, "strerror", None) or e}', file=sys.stderr)
            return 2
    return 1 if compare(*reports) else 0


if __name__ == '__main__':
    sys.exit(main())
