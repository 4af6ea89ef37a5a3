# SPDX-License-Identifier: GPL-2.0-only
# `make bench`: our times and memory beside those of kexec-tools, SYSLINUX, GRUB and iPXE.

BENCH := $(B)/bench
BSCC := $(abspath $(B))/toolchain/bin/bscc

# The peer of load and go: Debian's kexec-tools, static with the same compiler and musl.
$(BENCH)/kexec-tools: $(B)/dl/kexec-tools/.stamp $(B)/toolchain/.stamp
	$(call say,BUILD,$@)
	$(Q)rm -rf $(BENCH)/src && mkdir -p $(BENCH)
	$(Q)dpkg-source --no-check -x $(B)/dl/kexec-tools/*.dsc $(BENCH)/src >$(BENCH)/kexec-tools.log
	$(Q)cd $(BENCH)/src && ./configure --host=i386-linux-musl CC=$(BSCC) BUILD_CC=gcc \
		LDFLAGS=-static --without-zlib --without-lzma --without-xen >>../kexec-tools.log 2>&1
	$(Q)$(MAKE) -C $(BENCH)/src build/sbin/kexec >>$(BENCH)/kexec-tools.log 2>&1
	$(Q)strip -o $@ $(BENCH)/src/build/sbin/kexec

$(BENCH)/cost: tests/bench/cost.c $(B)/toolchain/.stamp
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BSCC) -std=gnu11 -Wall -Wextra -Werror -o $@ $<

.PHONY: bench
## bench: compare with kexec-tools, SYSLINUX, GRUB and iPXE (some minutes; ROUNDS=5)
ROUNDS ?= 5
bench: deps $$(IMAGE_FILES) $(BENCH)/kexec-tools $(BENCH)/cost $(PAYLOADS) $(B)/target/amd64/vmlinuz
	$(Q)BUILD=$(abspath $(B)) $(PYTHON) -B tests/bench/bench.py $(ROUNDS) | tee $(B)/bench.txt
