# crm: a CRM for the shell. `make` builds into build/; `make help` lists the targets.

VERSION     := 0.1.0
PREFIX      ?= /usr/local
BINDIR      ?= $(PREFIX)/bin
MANDIR      ?= $(PREFIX)/share/man
DATADIR     ?= $(PREFIX)/share
BASHCOMPDIR ?= $(DATADIR)/bash-completion/completions
ZSHCOMPDIR  ?= $(DATADIR)/zsh/site-functions
FISHCOMPDIR ?= $(DATADIR)/fish/vendor_completions.d
EXAMPLEDIR  ?= $(DATADIR)/doc/crm/examples

# Debian packages: to build; to test; to ask another database for its opinion; to fuzz and to measure
DEPS_BUILD := gcc g++ libc6-dev libsqlite3-dev libyaml-dev libutf8proc-dev libcsv-dev nettle-dev libphonenumber-dev libical-dev
DEPS_TEST  := libcmocka-dev perl sqlite3 mandoc mawk dash bash zsh fish locales procps util-linux tmux git
DEPS_SQL   := postgresql
DEPS_FULL  := clang libclang-rt-dev valgrind miller recutils ledger

CFLAGS     ?= -O2 -g
B          ?= build
WARN       := -Wall -Wextra -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
              -Wformat-security -Wvla -Wshadow -Wundef -fno-common
ifdef DEV
WARN       += -Werror
endif
# At a fixed place in memory a tool starts sooner: nothing is to be relocated. HARDEN=1 is for packagers: code at a
# place nobody can guess, what the linker wrote read-only before main(), the compiler's and the C library's checks.
ifdef HARDEN
CODE       := -fPIE -fstack-protector-strong -fstack-clash-protection -Wformat -Werror=format-security -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
LINK       := -pie -Wl,-z,relro,-z,now
else ifndef SANITIZE
CODE       := -fno-pie
LINK       := -no-pie
endif
override CPPFLAGS += -D_GNU_SOURCE -DCRM_VERSION='"$(VERSION)"' -Ilibcrm -include libcrm/base/banned.h
override CFLAGS   += -std=gnu17 $(WARN) $(CODE) $(SANITIZE)
override LDFLAGS  += $(LINK) $(SANITIZE) -Wl,--as-needed
# The small libraries statically, for start-up time; SQLite and the C library as the system has them.
LDLIBS     := -Wl,-Bstatic -lutf8proc -lcsv -lyaml -lnettle -Wl,-Bdynamic -lsqlite3 -lm

HAVE       := $(B)/.have$(if $(HARDEN),-hardened)
LIBOBJ     := $(patsubst %.c,$(B)/%.o,$(wildcard libcrm/*.c libcrm/*/*.c))
TOOLSRC    := $(wildcard cmd/crm*.c)
TOOLS      := $(TOOLSRC:cmd/%.c=$(B)/bin/%)
CMDOBJ     := $(patsubst %.c,$(B)/%.o,$(filter-out $(TOOLSRC),$(wildcard cmd/*.c)))
UNITS      := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/*.c))
FUZZERS    := $(patsubst tests/fuzz/%.c,%,$(filter-out tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c)))
REPLAYS    := $(FUZZERS:%=$(B)/fuzz/%)
FAULTS     := $(B)/fault/inject.so $(B)/fault/pace
SCRIPTS    := $(wildcard tests/t/*.t)
NAMES      := $(TOOLSRC:cmd/%.c=%)
INSTALLED  := $(filter-out $(if $(NO_CRM),crm),$(NAMES))
PAGES      := $(filter-out $(if $(NO_CRM),man/crm.1),$(wildcard man/*.[157]))
JOBS       ?= $(shell nproc 2>/dev/null || echo 2)
PROVE       = CMOCKA_MESSAGE_OUTPUT=TAP BUILD=$(B) prove -j$(JOBS) --timer
ASAN        = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

PLUGIN     := $(B)/lib/crm/phonenumber.so

all: $(B)/libcrm.a $(TOOLS) $(PLUGIN) completions

help:
	@echo 'make              the tools in build/bin, the library build/libcrm.a, completions in build/completions'
	@echo 'make deps         install what building and testing need (Debian packages)'
	@echo 'make demo         fill a demonstration database and show it'
	@echo 'make check        all tests'
	@echo 'make check-sql    whether PostgreSQL takes every statement of the last make check (make deps-sql)'
	@echo 'make asan         all tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make fault        the long form of the fault tests and of all that have one'
	@echo 'make fuzz         each fuzzer for FUZZ_SECONDS (60) (clang; make deps-full)'
	@echo 'make bench        speed against peers at N=100000 (make deps-full; DuckDB too, where there is one)'
	@echo 'make HARDEN=1     for packagers: position-independent programs, full RELRO, fortified, stacks guarded'
	@echo 'make install      into PREFIX (/usr/local), DESTDIR honoured; NO_CRM=1 leaves the dispatcher out'
	@echo 'make uninstall, make dist, make clean'

# ---- building ----

# A machine without compiler or libraries gets one line that says what to do. What was built the other way is built
# again.
$(HAVE): Makefile
	@mkdir -p $(B) && rm -f $(B)/.have*
	@command -v $(CC) >/dev/null || { echo "no C compiler '$(CC)': run 'make deps'" >&2; exit 1; }
	@for h in sqlite3 yaml utf8proc csv nettle/sha2 libical/ical; do echo "#include <$$h.h>" | $(CC) $(CPPFLAGS) -E -x c - >/dev/null 2>&1 || { echo "$$h.h is missing: run 'make deps'" >&2; exit 1; }; done
	@touch $@

$(B)/libcrm.a: $(LIBOBJ)
	@rm -f $@
	@$(AR) rcs $@ $(LIBOBJ)

$(B)/%.o: %.c $(HAVE)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The counter of statements can be looked up by what a test preloads: tests/fault/inject.c.
$(TOOLS): $(B)/bin/%: $(B)/cmd/%.o $(CMDOBJ) $(B)/libcrm.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -Xlinker --export-dynamic-symbol=db_statements -o $@ $< $(if $(filter crm,$*),,$(CMDOBJ) $(B)/libcrm.a $(LDLIBS))

$(B)/unit/%: tests/unit/%.c $(B)/libcrm.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(B)/libcrm.a -lcmocka $(LDLIBS)

# The tools load libical when they need it; the test reads with it what they write.
$(B)/unit/ical: LDLIBS += -lical

$(REPLAYS): $(B)/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c $(wildcard tests/fuzz/*.h) $(B)/libcrm.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-missing-prototypes $(LDFLAGS) -o $@ $< tests/fuzz/replay.c $(B)/libcrm.a $(LDLIBS)

# Preloaded into a tool, so without its sanitizers.
$(B)/fault/inject.so: tests/fault/inject.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=gnu17 $(WARN) -O2 -fPIC -shared -o $@ $<

$(B)/fault/pace: tests/fault/pace.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $<

# libphonenumber speaks C++ only. A machine without it builds tools that keep telephone numbers as given.
$(PLUGIN): cmd/phonenumber.cc
	@mkdir -p $(@D)
	@if echo '#include <phonenumbers/phonenumberutil.h>' | $(CXX) -E -x c++ - >/dev/null 2>&1; then \
	  $(CXX) -std=c++17 -O2 -fPIC -shared -fvisibility=hidden $(SANITIZE) -o $@ $< -lphonenumber; \
	  else echo "libphonenumber or a C++ compiler is missing ('make deps'): telephone numbers are kept as given" >&2; : >$@; fi

completions: $(B)/completions/.made

$(B)/completions/.made: $(TOOLS) $(wildcard completions/*)
	@B=$(B) sh completions/generate $(B)/completions
	@touch $@

# ---- tests ----

# What the tools ask their databases is written down on the way, for check-sql.
check: all $(UNITS) $(REPLAYS) $(FAULTS) $(if $(SANITIZE),,$(B)/sql/log.so)
	@rm -rf $(B)/sql/now && mkdir -p $(B)/sql/now
	@s=0; $(if $(SANITIZE),,SQL_LOG=$(abspath $(B)/sql/log.so)) $(PROVE) $(UNITS) $(SCRIPTS) || s=$$?; \
	  if test -f $(B)/sql/now/log; then mv $(B)/sql/now/log $(B)/sql/statements; fi; exit $$s

$(B)/sql/log.so: tests/sql/log.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -std=gnu17 $(WARN) -O2 -fPIC -shared -o $@ $<

# A log older than what wrote it: the tests run first.
$(B)/sql/statements: $(TOOLS) $(SCRIPTS) $(B)/sql/log.so
	$(MAKE) check

check-sql: $(B)/sql/statements
	@sh tests/sql/check $<

asan:
	$(MAKE) B=build-asan SANITIZE='$(ASAN)' CFLAGS='-O1 -g' check

fault: JOBS := 1
fault: all $(FAULTS)
	CRM_FULL=1 $(PROVE) $(wildcard tests/t/fault*.t) $(patsubst %,tests/t/%.t,completions pipes privacy-traces restore)

fuzz:
	$(MAKE) B=build-fuzz CC=clang CODE= SANITIZE='-fsanitize=address,undefined -fsanitize=fuzzer-no-link' CFLAGS='-O1 -g' build-fuzz/libcrm.a
	@for f in $(FUZZERS); do mkdir -p build-fuzz/bin build-fuzz/corpus/$$f; echo "fuzzing $$f"; \
	  clang $(CPPFLAGS) -std=gnu17 -O1 -g -fsanitize=address,undefined,fuzzer -o build-fuzz/bin/$$f tests/fuzz/$$f.c build-fuzz/libcrm.a $(LDLIBS) && \
	  build-fuzz/bin/$$f -max_total_time=$${FUZZ_SECONDS:-60} -max_len=4096 -close_fd_mask=3 -artifact_prefix=build-fuzz/ build-fuzz/corpus/$$f tests/fuzz/corpus/$$f || exit 1; done

bench: all
	B=$(B) sh tests/bench/run $(N)

demo: all
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/data/demo/fill "$(CURDIR)/$(B)/demo.db"

# ---- installing ----

deps:
	@sh tests/install-packages $(DEPS_BUILD) $(DEPS_TEST)

deps-sql:
	@sh tests/install-packages $(DEPS_SQL)

deps-full: deps
	@sh tests/install-packages $(DEPS_FULL)

install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7 \
	  $(DESTDIR)$(BASHCOMPDIR) $(DESTDIR)$(ZSHCOMPDIR) $(DESTDIR)$(FISHCOMPDIR) $(DESTDIR)$(EXAMPLEDIR)
	install -m 755 $(INSTALLED:%=$(B)/bin/%) $(DESTDIR)$(BINDIR)
	if test -s $(PLUGIN); then install -d $(DESTDIR)$(PREFIX)/lib/crm && install -m 755 $(PLUGIN) $(DESTDIR)$(PREFIX)/lib/crm; fi
	for p in $(PAGES); do install -m 644 $$p $(DESTDIR)$(MANDIR)/man$${p##*.}/ || exit 1; done
	for t in $(INSTALLED); do \
	  install -m 644 $(B)/completions/bash/$$t $(DESTDIR)$(BASHCOMPDIR)/$$t && install -m 644 $(B)/completions/zsh/_$$t $(DESTDIR)$(ZSHCOMPDIR)/_$$t && \
	  install -m 644 $(B)/completions/fish/$$t.fish $(DESTDIR)$(FISHCOMPDIR)/$$t.fish || exit 1; done
	install -m 644 libcrm/defaults/crm.yaml $(DESTDIR)$(EXAMPLEDIR)

uninstall:
	rm -f $(INSTALLED:%=$(DESTDIR)$(BINDIR)/%) $(INSTALLED:%=$(DESTDIR)$(BASHCOMPDIR)/%) $(INSTALLED:%=$(DESTDIR)$(ZSHCOMPDIR)/_%) $(INSTALLED:%=$(DESTDIR)$(FISHCOMPDIR)/%.fish)
	for p in $(PAGES); do rm -f $(DESTDIR)$(MANDIR)/man$${p##*.}/$${p##*/}; done
	rm -f $(DESTDIR)$(EXAMPLEDIR)/crm.yaml $(DESTDIR)$(PREFIX)/lib/crm/phonenumber.so
	rmdir $(DESTDIR)$(EXAMPLEDIR) $(dir $(DESTDIR)$(EXAMPLEDIR)) 2>/dev/null || :

dist:
	@mkdir -p $(B)
	git archive --prefix=crm-$(VERSION)/ -o $(B)/crm-$(VERSION).tar.gz HEAD

clean:
	rm -rf build build-*

-include $(LIBOBJ:.o=.d) $(CMDOBJ:.o=.d) $(TOOLSRC:%.c=$(B)/%.d) $(UNITS:=.d)
.PHONY: all help completions check check-sql deps-sql asan fault fuzz bench demo deps deps-full install uninstall dist clean
