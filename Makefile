# crm: a CRM for the shell. `make` builds into build/, `make check` tests, `make install` installs.
# make help lists the targets.

PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
MANDIR     ?= $(PREFIX)/share/man
DATADIR    ?= $(PREFIX)/share
DOCDIR     ?= $(DATADIR)/doc/crm
BASHCOMPDIR ?= $(DATADIR)/bash-completion/completions
ZSHCOMPDIR  ?= $(DATADIR)/zsh/site-functions
FISHCOMPDIR ?= $(DATADIR)/fish/vendor_completions.d
VERSION    := 0.1.0

CC         ?= gcc
CFLAGS     ?= -O2 -g
B          ?= build
WARN       := -Wall -Wextra -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
              -Wdeclaration-after-statement -Wformat-security -Wvla -Wshadow -Wundef -fno-common
WARN       := $(filter-out -Wdeclaration-after-statement,$(WARN))
ifdef DEV
WARN       += -Werror
endif
override CPPFLAGS += -D_GNU_SOURCE -DCRM_VERSION='"$(VERSION)"' -Ilibcrm -include libcrm/base/banned.h
override CFLAGS   += -std=gnu17 $(WARN) $(SANITIZE)
override LDFLAGS  += $(SANITIZE) -Wl,--as-needed
# small libraries statically (start-up time), SQLite and libc as the system has them
STATIC     := -Wl,-Bstatic -lutf8proc -lcsv -lyaml -Wl,-Bdynamic
LDLIBS     := $(STATIC) -lsqlite3 -lm

LIBSRC     := $(wildcard libcrm/*/*.c)
LIBOBJ     := $(LIBSRC:%.c=$(B)/%.o)
TOOLSRC    := $(wildcard cmd/crm*.c)
TOOLS      := $(TOOLSRC:cmd/%.c=$(B)/bin/%)
CMDSRC     := $(filter-out $(TOOLSRC),$(wildcard cmd/*.c))
CMDOBJ     := $(CMDSRC:%.c=$(B)/%.o)
UNITSRC    := $(wildcard tests/unit/*.c)
UNITS      := $(UNITSRC:tests/unit/%.c=$(B)/unit/%)

all: $(B)/libcrm.a $(TOOLS)

$(B)/libcrm.a: $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $(LIBOBJ)

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(TOOLS): $(B)/bin/%: $(B)/cmd/%.o $(CMDOBJ) $(B)/libcrm.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(CMDOBJ) $(B)/libcrm.a $(LDLIBS)

$(B)/unit/%: tests/unit/%.c $(B)/libcrm.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(B)/libcrm.a -lcmocka $(LDLIBS)

units: $(UNITS)

clean:
	rm -rf build build-*

-include $(LIBOBJ:.o=.d) $(CMDOBJ:.o=.d) $(TOOLSRC:%.c=$(B)/%.d) $(UNITS:=.d)
.PHONY: all units clean
