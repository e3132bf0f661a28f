/* replay.c - runs a fuzzer's entry point over files and over every file of directories: `make check` replays the corpora with it. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *name)
{
	FILE *f = fopen(name, "rb");
	uint8_t *data = NULL;
	size_t size = 0, got;
	if (!f)
		return -1;
	do {
		data = realloc(data, size + 65536);
		if (!data)
			abort();
		got = fread(data + size, 1, 65536, f);
		size += got;
	} while (got > 0);
	fclose(f);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 0;
}

static int replay(const char *name)
{
	struct stat st;
	DIR *d;
	struct dirent *e;
	int n = 0;
	if (stat(name, &st) != 0 || !S_ISDIR(st.st_mode))
		return replay_file(name) == 0 ? 1 : 0;
	d = opendir(name);
	while (d && (e = readdir(d))) {
		char path[4096];
		if (e->d_name[0] == '.' || snprintf(path, sizeof path, "%s/%s", name, e->d_name) >= (int)sizeof path)
			continue;
		n += replay_file(path) == 0;
	}
	if (d)
		closedir(d);
	return n;
}

int main(int argc, char **argv)
{
	int n = 0;
	for (int i = 1; i < argc; i++)
		n += replay(argv[i]);
	printf("%d inputs\n", n);
	return n > 0 ? 0 : 1;
}
