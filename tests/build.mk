# SPDX-License-Identifier: GPL-2.0-only
# Tests: `make check` runs lint, then what the folders list in CHECKS, then boots of the 64-bit
# flavour, then all boots of tests/qemu under pytest, whose closing line ends the output.

include $(wildcard tests/unit.mk) tests/payload.mk tests/bench.mk

.PHONY: lint
## lint: read all sources for form and likely faults
lint: deps $(LIB_STAMPS)
	$(call say,LINT,)
	$(Q)tests/lint -o $(B)/lint

# Debian's own kernels, to be loaded by ours: $(B)/target/FLAVOUR/vmlinuz. Their
# modules are not wanted.
TARGETS := amd64 cloud-amd64 686
TARGET_KERNELS := $(TARGETS:%=$(B)/target/%/vmlinuz)
$(B)/target/686/vmlinuz: DPKG_ARCH := :i386
$(B)/target/%/vmlinuz: | deps mkimage/fetch
	$(call say,FETCH,$@)
	$(Q)mkimage/fetch -o $(B) binary 'linux-image-6.1.0-*-$*$(DPKG_ARCH)'
	$(Q)mkdir -p $(@D)
	$(Q)cp '$(B)/deb/linux-image-6.1.0-*-$*$(DPKG_ARCH)'/boot/vmlinuz-* $@
	$(Q)rm -rf '$(B)/deb/linux-image-6.1.0-*-$*$(DPKG_ARCH)'

# memtest86+: a target with both entries.
TARGET_KERNELS += $(B)/target/memtest
$(B)/target/memtest: | deps mkimage/fetch
	$(call say,FETCH,$@)
	$(Q)mkimage/fetch -o $(B) binary memtest86+
	$(Q)mkdir -p $(@D)
	$(Q)cp $(B)/deb/memtest86+/boot/memtest86+ia32.bin $@
	$(Q)rm -rf $(B)/deb/memtest86+

# Xen: a multiboot 2 program that takes a kernel and its initrd for modules.
TARGET_KERNELS += $(B)/target/xen.gz
$(B)/target/xen.gz: | deps mkimage/fetch
	$(call say,FETCH,$@)
	$(Q)mkimage/fetch -o $(B) binary xen-hypervisor-4.17-amd64
	$(Q)mkdir -p $(@D)
	$(Q)cp $(B)/deb/xen-hypervisor-4.17-amd64/boot/xen-4.17-amd64.gz $@
	$(Q)rm -rf $(B)/deb/xen-hypervisor-4.17-amd64

# What the boots need beside the image itself.
BOOT_TEST_FILES := $(PAYLOADS) $(PAYLOAD_PROGRAMS) $(TARGET_KERNELS) $(B)/demo.img
include tests/dropin.mk
# BOOTS: how many boots at a time. Three for two processors: a third of a boot's time is waiting, for
# a ROM's countdown, a key, a server that is silent on purpose.
BOOTS ?= $(shell echo $$(($(JOBS) * 3 / 2)))
PYTEST = BUILD=$(abspath $(B)) $(PYTHON) -B -m pytest -p no:cacheprovider -q -rs \
	-n $(BOOTS) --dist loadgroup --basetemp=$(abspath $(B))/test tests/qemu

# What `make check` boots of the other flavour: calls of the BIOS, the disk and the network, each
# image type, and 16-bit targets. `make check ARCH=x86_64` boots all.
FLAVOUR_TESTS := test_absent or test_bios.py or test_boot.py or test_time or (test_disks and ahci) or \
	(test_undi and e1000) or (test_pxe and e1000) or test_lkrn or test_formats or test_long_mode or \
	test_nbi or test_xen or test_zimage or test_realmode or (test_targets and cloud) or test_uki or \
	(test_kexec and 2.15) or (test_verify and sha256) or (test_elf and test_vmlinux) or \
	test_cold_and_after_kexec or test_memdisk or test_ipxe or test_undionly

# T: one test: a target of CHECKS, what tests/unit.mk knows as $(T), or a pytest -k expression.
T ?=
.PHONY: check check-x86_64 test-boots
ifeq ($(T),)
## check: run all tests; T=name runs one (unit test, fuzz corpus, or words of a boot test's name)
check: deps lint $$(CHECKS) $(if $(filter i386,$(ARCH)),check-x86_64) test-boots
else
check: deps $$(or $$(filter $$(T) %-$$(T),$$(CHECKS) $$(UNIT_TESTS) $$(CORPUS_TESTS) lint),test-boots)
endif

# Not under ARCH=x86_64, nor with T.
check-x86_64: deps
	+$(Q)$(MAKE) --no-print-directory ARCH=x86_64 T='$(FLAVOUR_TESTS)' size-check test-boots

# A T that matches no name ends in pytest's status 5: a failure, as it should be.
test-boots: deps $$(IMAGE_FILES) $(BOOT_TEST_FILES)
	$(call say,PYTEST,tests/qemu)
	$(Q)$(PYTEST) $(if $(T),-k '$(T)')
