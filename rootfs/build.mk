# SPDX-License-Identifier: GPL-2.0-only
# The boot menu: applets of the kexec program, but no part of it. Its pure part (all but MENU_OS)
# is compiled for the host, too. The -I paths are its border: kexec.h, and in MENU_OS what
# applets share (cmd.h).

MENU_OS := $(patsubst %,rootfs/menu/%.c,crypt facts find main run save term)
MENU_CORE := $(filter-out $(MENU_OS),$(sort $(wildcard rootfs/menu/*.c rootfs/menu/format/*.c)))
MENU_INC := -Iinclude -Ikexec -Irootfs/menu
MENU_OS_INC := $(MENU_INC) -Ikexec/cmd

# $(call menu_build,NAME,CC,CFLAGS,PREREQUISITE)
define menu_build
$(1)_MENU_CORE_OBJ := $$(patsubst rootfs/%.c,$(B)/obj/$(1)/%.o,$$(MENU_CORE))
$(1)_MENU_OBJ := $$($(1)_MENU_CORE_OBJ) $$(patsubst rootfs/%.c,$(B)/obj/$(1)/%.o,$$(MENU_OS))
$$($(1)_MENU_OBJ): | $(4)

$(B)/obj/$(1)/menu/%.o: rootfs/menu/%.c rootfs/build.mk
	$$(call say,CC,$$@)
	$$(Q)mkdir -p $$(@D)
	$$(Q)$(2) $(3) -D_GNU_SOURCE $$(KEXEC_WARN) \
		$$(if $$(filter $$<,$$(MENU_OS)),$$(MENU_OS_INC),$$(MENU_INC)) -MMD -MP -c $$< -o $$@

-include $$(wildcard $$(patsubst %.o,%.d,$$($(1)_MENU_OBJ)))
endef

$(eval $(call menu_build,target,$(BSCC),-Os,$(B)/toolchain/.stamp))

# What the pure part may ask of others: no system call, no output, no exit.
$(B)/obj/target/menu.o: $(target_MENU_CORE_OBJ) rootfs/menu/core.symbols
	$(call say,LD,$@)
	$(Q)ld $(TARGET_LD) -r $(target_MENU_CORE_OBJ) -o $@
	$(Q)bad=$$(nm -u $@ | awk '{ print $$2 }' | grep -vxFf rootfs/menu/core.symbols || true); \
	if [ -n "$$bad" ]; then echo "the pure part of rootfs/menu must not use:" $$bad >&2; rm -f $@; exit 1; fi
