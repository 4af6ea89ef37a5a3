# SPDX-License-Identifier: GPL-2.0-only
# Tests: `make check` runs lint, then what the folders list in CHECKS, then the
# boots of tests/qemu under pytest, whose closing line ends the output.

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
PYTEST = BUILD=$(abspath $(B)) $(PYTHON) -B -m pytest -p no:cacheprovider -q -rs \
	-n 2 --dist loadfile --basetemp=$(abspath $(B))/test tests/qemu

# T: one test: a target of CHECKS, what tests/unit.mk knows as $(T), or a pytest -k expression.
T ?=
.PHONY: check test-boots
ifeq ($(T),)
## check: run all tests; T=name runs one (unit test, fuzz corpus, or words of a boot test's name)
check: deps lint $$(CHECKS) test-boots
else
check: deps $$(or $$(filter $$(T) %-$$(T),$$(CHECKS) $$(UNIT_TESTS) $$(CORPUS_TESTS) lint),test-boots)
endif

# A T that matches no name ends in pytest's status 5: a failure, as it should be.
test-boots: deps $$(IMAGE_FILES) $(BOOT_TEST_FILES)
	$(call say,PYTEST,tests/qemu)
	$(Q)$(PYTEST) $(if $(T),-k '$(T)')
