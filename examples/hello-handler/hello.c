// A module of the handler contract: fl_alloc gives room for the request's JSON, fl_handle answers with
// pointer << 32 | length. Answers ?name=Ada and {"name": "Ada"} with {"message": "Hello, Ada"}.
#define EXPORT(n) __attribute__((export_name(n)))

static char room[1 << 20];
static char answer[512];

EXPORT("fl_alloc") char *fl_alloc(unsigned length) { return length <= sizeof room ? room : 0; }

// Where the last `"name"` is: the query's, or the body's after it.
static const char *find(const char *from, const char *end) {
  const char *found = 0;
  for (const char *p = from; p + 6 <= end; p++)
    if (p[0] == '"' && p[1] == 'n' && p[2] == 'a' && p[3] == 'm' && p[4] == 'e' && p[5] == '"') found = p + 6;
  return found;
}

EXPORT("fl_handle") unsigned long long fl_handle(const char *request, unsigned length) {
  const char *end = request + length, *p = find(request, end);
  char *out = answer;
  for (const char *s = "{\"message\":\"Hello, "; *s;) *out++ = *s++;
  while (p && p < end && *p != '"') p++;
  if (p && p < end) {
    for (p++; p < end && *p != '"' && out < answer + 400; p++) {
      *out++ = *p;
      if (*p == '\\' && p + 1 < end) *out++ = *++p;
    }
  } else {
    for (const char *s = "world"; *s;) *out++ = *s++;
  }
  *out++ = '"';
  *out++ = '}';
  return (unsigned long long)(unsigned long)answer << 32 | (unsigned)(out - answer);
}
