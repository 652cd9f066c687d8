// Prints what WASI gives a command, one `name=value` a line.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int getentropy(void *, size_t);

int main(int argc, char **argv) {
  struct timespec wall, before, after, pause = {0, 30000000};
  unsigned char a[16], b[16];
  clock_gettime(CLOCK_REALTIME, &wall);
  clock_gettime(CLOCK_MONOTONIC, &before);
  nanosleep(&pause, 0);
  clock_gettime(CLOCK_MONOTONIC, &after);
  getentropy(a, sizeof a);
  getentropy(b, sizeof b);
  printf("argc=%d\n", argc);
  printf("wall=%lld\n", (long long)wall.tv_sec);
  printf("slept=%lld\n", (after.tv_sec - before.tv_sec) * 1000000000LL + after.tv_nsec - before.tv_nsec);
  printf("random=%d\n", memcmp(a, b, sizeof a) != 0);
  printf("method=%s\n", getenv("REQUEST_METHOD"));
  printf("greeting=%s\n", getenv("GREETING"));
  printf("proxy=%s\n", getenv("HTTP_PROXY") ? getenv("HTTP_PROXY") : "none");
  FILE *file = fopen("/etc/passwd", "r");
  printf("file=%s\n", file ? "open" : "refused");
  printf("seek=%d\n", lseek(0, 0, SEEK_SET) == -1 && errno == ESPIPE);
  printf("close=%d\n", close(7) == -1 && errno == EBADF);
  return 0;
}
