# SPDX-License-Identifier: GPL-2.0-only
# bootshell.lkrn: one bzImage with the initramfs inside, for any loader of Linux kernels.
#
# A second link of the kernel, from a copy of its build folder, so that nothing is compiled
# again; some 9 s. The archive goes in unpacked: one xz stream packs both. A 64-bit kernel has
# objtool; its recorded commands name its folder, and a new objtool would compile all anew.
# `make -n` runs the line with the +, but does not take its kernel, which has no archive then.

LKRN_OBJ := $(B)/linux-lkrn
BOOT_IMAGES += $(B)/bootshell.lkrn
IMAGE_FILES += $(B)/bootshell.lkrn

# Locked, as the kernel's own build: two of them in one folder delete each other's objects.
$(B)/bootshell.lkrn: $(B)/vmlinuz $(INITRAMFS) mkimage/lkrn.mk
	$(call say,LINUX,$@)
	+$(Q)exec 9>$(B)/.lkrn.lock; flock 9; \
	rm -rf $(LKRN_OBJ); \
	flock $(B)/.linux.lock cp -a $(LINUX_OBJ) $(LKRN_OBJ); \
	find $(LKRN_OBJ) -path '*/tools/objtool/*.cmd' -exec sed -i 's|$(abspath $(LINUX_OBJ))/|$(abspath $(LKRN_OBJ))/|g' {} +; \
	$(LINUX_SRC)/scripts/config --file $(LKRN_OBJ)/.config \
		--set-str INITRAMFS_SOURCE $(abspath $(B)/initramfs.cpio) --set-val INITRAMFS_ROOT_UID 0 \
		--set-val INITRAMFS_ROOT_GID 0 --enable INITRAMFS_COMPRESSION_NONE; \
	$(subst O=$(abspath $(LINUX_OBJ)),O=$(abspath $(LKRN_OBJ)),$(LINUX_MAKE)) \
		$(if $(filter 0,$(V)),-s) -j$(JOBS) olddefconfig bzImage 9>&-
	$(Q)flock $(B)/.lkrn.lock cp $(LKRN_OBJ)/arch/x86/boot/bzImage $@

images: $(B)/bootshell.lkrn
