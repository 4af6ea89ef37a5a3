# SPDX-License-Identifier: GPL-2.0-only
# BusyBox: Debian's source with Debian's patches, configs/busybox, our musl.

BUSYBOX := $(B)/busybox
# Its own Makefile is run with nothing of ours but these.
BUSYBOX_MAKE = env -u MAKEFLAGS KCONFIG_NOTIMESTAMP=1 $(MAKE) -C $(B)/src/busybox O=$(abspath $(BUSYBOX)) \
	CC=$(abspath $(BSCC)) HOSTCC=gcc BB_EXTRA_VERSION="Debian $$(awk '$$1 == "busybox" { print $$2 }' $(B)/versions)"

$(BUSYBOX)/.config: configs/busybox mkimage/busybox-config | $(B)/src/busybox/.stamp
	$(call say,CONFIG,$@)
	$(Q)mkimage/busybox-config $(B)/src/busybox $(BUSYBOX) $<

$(BUSYBOX)/busybox: $(BUSYBOX)/.config $(TOOLCHAIN)/.stamp
	$(call say,BUILD,$@)
	$(Q)$(BUSYBOX_MAKE) -j$(JOBS) busybox busybox.links >$(BUSYBOX)/make.log 2>&1 || { tail -n 20 $(BUSYBOX)/make.log >&2; exit 1; }
	$(Q)touch $@
