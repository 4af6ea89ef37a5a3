# SPDX-License-Identifier: GPL-2.0-only
# Images that our own loaders start: floppy, disk, CD.

# What the images give the kernel; mkimage/setargs changes it in an image.
IMAGE_ARGS := console=ttyS0,115200 console=tty0
BOOT_IMAGES := $(B)/bootshell.flp $(B)/bootshell.img $(B)/bootshell.iso
IMAGE_FILES += $(BOOT_IMAGES)

$(B)/bootshell.flp: IMAGE_KIND := floppy
$(B)/bootshell.img: IMAGE_KIND := disk
$(B)/bootshell.iso: IMAGE_KIND := iso
$(BOOT_IMAGES): mkimage/boot-image mkimage/install-loader mkimage/diskboot.py mkimage/images.mk \
		$(LOADER_FILES) $(B)/vmlinuz $(INITRAMFS) $(B)/biostest.bz
	$(call say,IMAGE,$@)
	$(Q)mkimage/boot-image $(IMAGE_KIND) $@ $(LOADERS) $(B)/vmlinuz $(INITRAMFS) '$(IMAGE_ARGS)' $(B)/biostest.bz

.PHONY: images
## images: build the floppy, disk and CD images
images: deps $(BOOT_IMAGES)

# Beside what mkimage/size lists: each image, and the loader's stages.
.PHONY: size-images
size-images: image
	$(Q)mkimage/size -f configs/size-budget $(BOOT_IMAGES) $(LOADER_FILES)
	@echo
size size-check: size-images
