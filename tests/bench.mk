# SPDX-License-Identifier: GPL-2.0-only
# `make bench`: our times and memory beside those of kexec-tools, SYSLINUX, GRUB and iPXE.

BENCH := $(B)/bench

# The peer of load and go: Debian's kexec-tools, static with the same compiler and musl.
$(BENCH)/kexec-tools: $(B)/src/kexec-tools/.stamp $(B)/toolchain/.stamp
	$(call say,BUILD,$@)
	$(Q)rm -rf $(BENCH)/src && mkdir -p $(BENCH)
	$(Q)cp -r $(B)/src/kexec-tools $(BENCH)/src
	$(Q)cd $(BENCH)/src && ./configure --host=i386-linux-musl CC=$(abspath $(BSCC)) BUILD_CC=gcc \
		LDFLAGS=-static --without-zlib --without-lzma --without-xen >../kexec-tools.log 2>&1
	$(Q)$(MAKE) -C $(BENCH)/src build/sbin/kexec >>$(BENCH)/kexec-tools.log 2>&1
	$(Q)strip -o $@ $(BENCH)/src/build/sbin/kexec

$(BENCH)/cost: tests/bench/cost.c $(B)/toolchain/.stamp
	$(call say,CC,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(BSCC) -std=gnu11 -Wall -Wextra -Werror -o $@ $<

.PHONY: bench
## bench: compare with kexec-tools, SYSLINUX, GRUB and iPXE (some minutes; ROUNDS=5, ONLY=read)
ROUNDS ?= 5
bench: deps $$(IMAGE_FILES) $(B)/kexec $(BENCH)/kexec-tools $(BENCH)/cost $(PAYLOADS) $(B)/target/amd64/vmlinuz
	$(Q)BUILD=$(abspath $(B)) $(PYTHON) -B tests/bench/bench.py $(ROUNDS) $(ONLY) | tee $(B)/bench.txt
