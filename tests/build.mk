# SPDX-License-Identifier: GPL-2.0-only
# Tests: `make check` runs lint, then what the folders list in CHECKS, then the
# boots of tests/qemu under pytest, whose closing line ends the output.

include $(wildcard tests/unit.mk) tests/payload.mk

.PHONY: lint
## lint: read all sources for form and likely faults
lint: deps
	$(call say,LINT,)
	$(Q)tests/lint -o $(B)/lint
