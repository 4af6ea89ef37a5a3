# SPDX-License-Identifier: GPL-2.0-only
# What comes from Debian: packages installed on this machine (deps), and source
# and binary packages downloaded below $(B)/dl by a private apt (mkimage/fetch).

.PHONY: deps
## deps: install the Debian packages that building and testing need
deps:
	$(Q)mkimage/deps configs/deps

# $(B)/dl/NAME/.stamp: a Debian source package, downloaded, not unpacked.
$(B)/dl/%/.stamp: | mkimage/fetch deps
	$(call say,FETCH,$*)
	$(Q)mkimage/fetch -o $(B) source $*
	$(Q)touch $@

# $(B)/deb/NAME/.stamp: a Debian binary package, unpacked (NAME or NAME:arch).
$(B)/deb/%/.stamp: | mkimage/fetch deps
	$(call say,FETCH,$*)
	$(Q)mkimage/fetch -o $(B) binary $*
	$(Q)touch $@

.PRECIOUS: $(B)/dl/%/.stamp $(B)/deb/%/.stamp
