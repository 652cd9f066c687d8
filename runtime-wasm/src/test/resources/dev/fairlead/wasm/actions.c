// What GuestRuntimeContract asks for, as a handler (-DHANDLER) and as a command.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int state;
static char out[512];
static volatile int sink;
static char *volatile kept;

__attribute__((noinline)) static int deeper(int n) { return deeper(n + 1) * sink + n; }

#ifdef HANDLER
#define EXPORT(n) __attribute__((export_name(n)))
EXPORT("fl_alloc") void *fl_alloc(unsigned n) { return malloc(n + 1); }
static unsigned long long give(const char *s, unsigned n) { return (unsigned long long)(unsigned long)s << 32 | n; }

EXPORT("fl_handle") unsigned long long fl_handle(char *q, unsigned n) {
  q[n] = 0;
  char *p = strstr(q, "\"path\":\"/") + 9;
#define IS(w) (strncmp(p, w "\"", sizeof(w)) == 0)
  if (IS("hello")) {
    char name[64] = "world", *at = strstr(q, "\"name\":\"");
    if (at) sscanf(at + 8, "%63[^\"]", name);
    return give(out, snprintf(out, sizeof out, "{\"message\":\"Hello, %s\"}", name));
  }
  if (IS("shaped")) return give(out, snprintf(out, sizeof out, "{\"status\":201,\"headers\":{\"X-Made-By\":\"guest\",\"content-type\":\"text/plain\"},\"body\":\"made\"}"));
  if (IS("output")) { unsigned size = 32u << 20; char *all = malloc(size); memset(all, '1', size); return give(all, size); }
  if (IS("state")) return give(out, snprintf(out, sizeof out, "%d", ++state));
  if (IS("header")) {
    char got[64] = "", *at = strstr(q, "\"x-asked\":\"");
    if (at) sscanf(at + 11, "%63[^\"]", got);
    return give(out, snprintf(out, sizeof out, "{\"got\":\"%s\"}", got));
  }
  if (IS("bad")) return give(out, snprintf(out, sizeof out, "{\"status\":99}"));
#else
int main(void) {
  char *p = getenv("PATH_INFO") + 1;
#define IS(w) (strcmp(p, w) == 0)
  if (IS("hello")) {
    char name[64] = "world", body[256];
    char *query = getenv("QUERY_STRING");
    sscanf(query, "name=%63s", name);
    size_t n = fread(body, 1, 255, stdin);
    body[n] = 0;
    char *at = strstr(body, "\"name\":\"");
    if (at) sscanf(at + 8, "%63[^\"]", name);
    printf("{\"message\":\"Hello, %s\"}", name);
    return 0;
  }
  if (IS("shaped")) { printf("Status: 201 Created\r\nX-Made-By: guest\r\nContent-Type: text/plain\r\n\r\nmade"); return 0; }
  if (IS("output")) { for (;;) printf("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"); }
  if (IS("state")) { printf("%d", ++state); return 0; }
  if (IS("header")) { printf("{\"got\":\"%s\"}", getenv("HTTP_X_ASKED")); return 0; }
  if (IS("exit")) return 3;
  if (IS("echo")) { char block[4096]; size_t n; while ((n = fread(block, 1, sizeof block, stdin)) > 0) fwrite(block, 1, n, stdout); return 0; }
#endif
  if (IS("loop")) for (;;) sink++;
  if (IS("memory")) for (;;) { kept = malloc(1 << 20); if (!kept) __builtin_trap(); memset(kept, 1, 1 << 20); }
  if (IS("recursion")) { sink = deeper(1); }
  if (IS("log")) { for (int i = 0; i < 3000; i++) fprintf(stderr, "line %d\n", i);
#ifdef HANDLER
    return give("\"logged\"", 8);
#else
    printf("logged"); return 0;
#endif
  }
  __builtin_trap();
}
