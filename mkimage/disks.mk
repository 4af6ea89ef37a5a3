# SPDX-License-Identifier: GPL-2.0-only
# The demonstration disk, and the machine that `make run` puts it in.

INSTALLER := debian-installer-12-netboot-amd64
INSTALLER_DIR := $(B)/deb/$(INSTALLER)/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64

$(B)/demo.img: mkimage/demo-disk $(B)/deb/$(INSTALLER)/.stamp
	$(call say,IMAGE,$@)
	$(Q)mkimage/demo-disk $@ $(INSTALLER_DIR)/linux $(INSTALLER_DIR)/initrd.gz

# q35: its disks are AHCI, which SeaBIOS reads several times faster than IDE. Not
# -nographic: SeaBIOS would copy the screen to the serial line, where the loader talks.
QEMU = qemu-system-x86_64 -accel tcg -machine q35 -m 1024 -nic none -display none -serial mon:stdio -snapshot \
	-drive file=$(B)/bootshell.img,format=raw -drive file=$(B)/demo.img,format=raw
# QEMUFLAGS: more options for `make run`, such as -m 16 or -cdrom FILE
QEMUFLAGS ?=

.PHONY: run
## run: boot the image and a demonstration disk in QEMU, on this terminal
run: deps image $(B)/demo.img
	@echo 'QEMU starts on this terminal; changes to its disks are forgotten.'
	@echo 'Ctrl-A x ends it, Ctrl-A c switches to its monitor and back. Try:'
	@echo '  disks; mnt bd81p1; load /mnt/vmlinuz -i /mnt/initrd.img -a console=ttyS0; go'
	$(Q)$(QEMU) $(QEMUFLAGS)
