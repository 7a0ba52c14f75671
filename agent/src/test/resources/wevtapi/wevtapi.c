/* A stand-in for wevtapi and kernel32, for tests of the binding: event logs in memory, which the test fills and breaks.
   Texts are UTF-16 as on Windows, errors go to errno in place of GetLastError. One process, one service. */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint16_t WCHAR;
typedef uint32_t DWORD;
typedef int32_t BOOL;
typedef void *HANDLE;

enum {
  ERROR_INVALID_HANDLE = 6,
  ERROR_INSUFFICIENT_BUFFER = 122,
  ERROR_INVALID_PARAMETER = 87,
  ERROR_NO_MORE_ITEMS = 259,
  RPC_S_SERVER_UNAVAILABLE = 1722,
  ERROR_EVT_CHANNEL_NOT_FOUND = 15007,
  ERROR_EVT_QUERY_RESULT_STALE = 15011,
  ERROR_EVT_MESSAGE_NOT_FOUND = 15027,
  ERROR_EVT_PUBLISHER_METADATA_NOT_FOUND = 15002
};

enum { RECORDS = 100000, CHANNELS = 8, HANDLES = 4096 };

typedef struct {
  long id;
  WCHAR *xml;
  size_t length;
} Record;

typedef struct {
  char name[64];
  Record records[RECORDS];
  int first, end;
} Channel;

typedef enum { FREE, SIGNAL, RESULTS, EVENT, BOOKMARK, PUBLISHER } Kind;

typedef struct {
  Kind kind;
  int channel, at, step;
  long id;
  int epoch, set;
  HANDLE signal;
} Object;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static Channel channels[CHANNELS];
static int channel_count, epoch, stopped, most_batch, open_handles;
static Object objects[HANDLES];
static char fail_call[32];
static int fail_code, fail_times;

static BOOL fail(int code) {
  errno = code;
  return 0;
}

static int told_to_fail(const char *call) {
  if (fail_times > 0 && !strcmp(call, fail_call)) {
    fail_times--;
    errno = fail_code;
    return 1;
  }
  return 0;
}

static HANDLE make(Kind kind) {
  for (int i = 1; i < HANDLES; i++)
    if (objects[i].kind == FREE) {
      memset(&objects[i], 0, sizeof objects[i]);
      objects[i].kind = kind;
      objects[i].epoch = epoch;
      open_handles++;
      return (HANDLE)(intptr_t)(i * 4);
    }
  errno = 8;
  return NULL;
}

static Object *object(HANDLE handle, Kind kind) {
  intptr_t i = (intptr_t)handle / 4;
  return i > 0 && i < HANDLES && objects[i].kind == kind ? &objects[i] : NULL;
}

static size_t length(const WCHAR *text) {
  size_t n = 0;
  while (text[n]) n++;
  return n;
}

/* Only the ASCII of it, which is all that names and queries of the tests are. */
static void narrow(const WCHAR *text, char *to, size_t size) {
  size_t i = 0;
  for (; text && text[i] && i + 1 < size; i++) to[i] = text[i] < 128 ? (char)text[i] : '?';
  to[i] = 0;
}

static int channel_of(const WCHAR *query) {
  char text[4096], name[64] = "";
  narrow(query, text, sizeof text);
  const char *path = strstr(text, "Path=\"");
  if (path) sscanf(path + 6, "%63[^\"]", name);
  for (int i = 0; i < channel_count; i++)
    if (!strcmp(channels[i].name, name)) return i;
  return -1;
}

/* ---- what the test does ---- */

void fake_reset(void) {
  for (int i = 0; i < channel_count; i++)
    for (int r = channels[i].first; r < channels[i].end; r++) free(channels[i].records[r].xml);
  memset(objects, 0, sizeof objects);
  channel_count = epoch = stopped = open_handles = fail_times = 0;
  most_batch = 1000;
}

void fake_channel(const char *name) {
  snprintf(channels[channel_count].name, 64, "%s", name);
  channels[channel_count].first = channels[channel_count].end = 0;
  channel_count++;
}

static Channel *named(const char *name) {
  for (int i = 0; i < channel_count; i++)
    if (!strcmp(channels[i].name, name)) return &channels[i];
  abort();
}

void fake_append(const char *name, long id, const WCHAR *xml) {
  pthread_mutex_lock(&lock);
  Channel *channel = named(name);
  Record *record = &channel->records[channel->end++];
  record->id = id;
  record->length = length(xml);
  record->xml = malloc((record->length + 1) * sizeof(WCHAR));
  memcpy(record->xml, xml, (record->length + 1) * sizeof(WCHAR));
  for (int i = 0; i < HANDLES; i++)
    if (objects[i].kind == SIGNAL) objects[i].set = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

/* Overwrites the oldest. */
void fake_drop(const char *name, int count) {
  pthread_mutex_lock(&lock);
  Channel *channel = named(name);
  for (; count > 0 && channel->first < channel->end; count--)
    free(channel->records[channel->first++].xml);
  pthread_mutex_unlock(&lock);
}

void fake_rename(const char *name, const char *to) { snprintf(named(name)->name, 64, "%s", to); }
void fake_batch(int most) { most_batch = most; }

void fake_fail(const char *call, int code, int times) {
  pthread_mutex_lock(&lock);
  snprintf(fail_call, sizeof fail_call, "%s", call);
  fail_code = code;
  fail_times = times;
  pthread_mutex_unlock(&lock);
}

/* The service stops: all its handles are of no use from then on. */
void fake_service(int runs) {
  pthread_mutex_lock(&lock);
  stopped = !runs;
  if (!runs) epoch++;
  pthread_mutex_unlock(&lock);
}

int fake_open_handles(void) { return open_handles; }

/* ---- kernel32 ---- */

HANDLE CreateEventW(void *attributes, BOOL manual, BOOL initial, const WCHAR *name) {
  pthread_mutex_lock(&lock);
  HANDLE handle = make(SIGNAL);
  if (handle) object(handle, SIGNAL)->set = initial;
  pthread_mutex_unlock(&lock);
  return handle;
}

BOOL SetEvent(HANDLE handle) {
  pthread_mutex_lock(&lock);
  Object *signal = object(handle, SIGNAL);
  if (signal) signal->set = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  return signal != NULL;
}

DWORD WaitForSingleObject(HANDLE handle, DWORD millis) {
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += millis / 1000;
  until.tv_nsec += (millis % 1000) * 1000000L;
  if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
  pthread_mutex_lock(&lock);
  Object *signal = object(handle, SIGNAL);
  int late = 0;
  while (signal && !signal->set && !late) late = pthread_cond_timedwait(&changed, &lock, &until);
  if (signal) signal->set = 0;
  pthread_mutex_unlock(&lock);
  return late ? 258 : 0;
}

BOOL CloseHandle(HANDLE handle) {
  pthread_mutex_lock(&lock);
  Object *signal = object(handle, SIGNAL);
  if (signal) signal->kind = FREE, open_handles--;
  pthread_mutex_unlock(&lock);
  return signal != NULL;
}

/* ---- wevtapi ---- */

static HANDLE results(const char *call, const WCHAR *query) {
  if (told_to_fail(call)) return NULL;
  if (stopped) return errno = RPC_S_SERVER_UNAVAILABLE, NULL;
  int channel = channel_of(query);
  if (channel < 0) return errno = ERROR_EVT_CHANNEL_NOT_FOUND, NULL;
  HANDLE handle = make(RESULTS);
  Object *made = object(handle, RESULTS);
  if (made) made->channel = channel, made->at = channels[channel].first, made->step = 1;
  return handle;
}

HANDLE EvtSubscribe(HANDLE session, HANDLE signal, const WCHAR *path, const WCHAR *query, HANDLE bookmark,
                    void *context, void *callback, DWORD flags) {
  pthread_mutex_lock(&lock);
  HANDLE handle = NULL;
  if (!object(signal, SIGNAL) || session || callback) {
    errno = ERROR_INVALID_PARAMETER;
  } else if ((handle = results("EvtSubscribe", query))) {
    Object *made = object(handle, RESULTS);
    Channel *channel = &channels[made->channel];
    made->signal = signal;
    if ((flags & 3) == 1) made->at = channel->end;
    if ((flags & 3) == 3) {
      Object *mark = object(bookmark, BOOKMARK);
      int at = channel->first;
      while (mark && at < channel->end && channel->records[at].id != mark->id) at++;
      if (!mark || (at == channel->end && (flags & 0x10000))) {
        made->kind = FREE, open_handles--;
        errno = mark ? ERROR_EVT_QUERY_RESULT_STALE : ERROR_INVALID_PARAMETER;
        handle = NULL;
      } else {
        made->at = at + 1;
      }
    }
  }
  pthread_mutex_unlock(&lock);
  return handle;
}

HANDLE EvtQuery(HANDLE session, const WCHAR *path, const WCHAR *query, DWORD flags) {
  pthread_mutex_lock(&lock);
  HANDLE handle = results("EvtQuery", query);
  Object *made = object(handle, RESULTS);
  if (made && (flags & 0x200)) made->at = channels[made->channel].end - 1, made->step = -1;
  pthread_mutex_unlock(&lock);
  return handle;
}

BOOL EvtNext(HANDLE set, DWORD size, HANDLE *events, DWORD timeout, DWORD flags, DWORD *returned) {
  pthread_mutex_lock(&lock);
  Object *from = object(set, RESULTS);
  BOOL done = 0;
  *returned = 0;
  if (told_to_fail("EvtNext")) {
  } else if (stopped) {
    errno = RPC_S_SERVER_UNAVAILABLE;
  } else if (!from || from->epoch != epoch) {
    errno = ERROR_INVALID_HANDLE;
  } else if (size > (DWORD)most_batch) {
    errno = 1734; /* RPC_S_INVALID_BOUND */
  } else {
    Channel *channel = &channels[from->channel];
    if (from->step > 0 && from->at < channel->first) from->at = channel->first;
    while (*returned < size && from->at >= channel->first && from->at < channel->end) {
      HANDLE handle = make(EVENT);
      Object *event = object(handle, EVENT);
      if (!event) break;
      event->channel = from->channel;
      event->at = from->at;
      from->at += from->step;
      events[(*returned)++] = handle;
    }
    done = *returned > 0;
    if (!done) errno = ERROR_NO_MORE_ITEMS;
  }
  pthread_mutex_unlock(&lock);
  return done;
}

static BOOL give(const WCHAR *text, size_t count, DWORD bytes, WCHAR *buffer, DWORD *used) {
  *used = (DWORD)((count + 1) * sizeof(WCHAR));
  if (*used > bytes) return fail(ERROR_INSUFFICIENT_BUFFER);
  memcpy(buffer, text, *used);
  return 1;
}

BOOL EvtRender(HANDLE context, HANDLE fragment, DWORD flags, DWORD size, void *buffer, DWORD *used, DWORD *count) {
  pthread_mutex_lock(&lock);
  BOOL done;
  Object *event = object(fragment, EVENT), *mark = object(fragment, BOOKMARK);
  *count = 0;
  if (told_to_fail("EvtRender")) {
    done = 0;
  } else if (flags == 1 && event) {
    Record *record = &channels[event->channel].records[event->at];
    done = give(record->xml, record->length, size, buffer, used);
  } else if (flags == 2 && mark) {
    char text[160];
    WCHAR wide[160];
    int n = mark->id == 0
                ? snprintf(text, sizeof text, "<BookmarkList/>")
                : snprintf(text, sizeof text, "<BookmarkList>\r\n  <Bookmark Channel='%s' RecordId='%ld' IsCurrent='true'/>\r\n</BookmarkList>",
                           channels[mark->channel].name, mark->id);
    for (int i = 0; i <= n; i++) wide[i] = (WCHAR)text[i];
    done = give(wide, n, size, buffer, used);
  } else {
    done = fail(ERROR_INVALID_HANDLE);
  }
  pthread_mutex_unlock(&lock);
  return done;
}

HANDLE EvtCreateBookmark(const WCHAR *xml) {
  pthread_mutex_lock(&lock);
  HANDLE handle = NULL;
  char text[256];
  narrow(xml, text, sizeof text);
  const char *id = strstr(text, "RecordId='");
  if (xml && !id) {
    errno = 13; /* ERROR_INVALID_DATA */
  } else if ((handle = make(BOOKMARK)) && id) {
    object(handle, BOOKMARK)->id = atol(id + 10);
  }
  pthread_mutex_unlock(&lock);
  return handle;
}

BOOL EvtUpdateBookmark(HANDLE bookmark, HANDLE handle) {
  pthread_mutex_lock(&lock);
  Object *mark = object(bookmark, BOOKMARK), *event = object(handle, EVENT);
  if (mark && event) {
    mark->channel = event->channel;
    mark->id = channels[event->channel].records[event->at].id;
  }
  pthread_mutex_unlock(&lock);
  return mark && event ? 1 : fail(ERROR_INVALID_HANDLE);
}

HANDLE EvtOpenPublisherMetadata(HANDLE session, const WCHAR *name, const WCHAR *file, DWORD locale, DWORD flags) {
  char text[128];
  narrow(name, text, sizeof text);
  if (strncmp(text, "Fake", 4)) return errno = ERROR_EVT_PUBLISHER_METADATA_NOT_FOUND, NULL;
  pthread_mutex_lock(&lock);
  HANDLE handle = make(PUBLISHER);
  pthread_mutex_unlock(&lock);
  return handle;
}

/* The text is 障害 <n>, where n is the record's number; as often as the number says where that is more than 1000. */
BOOL EvtFormatMessage(HANDLE publisher, HANDLE handle, DWORD id, DWORD count, void *values, DWORD flags, DWORD size,
                      WCHAR *buffer, DWORD *used) {
  pthread_mutex_lock(&lock);
  Object *event = object(handle, EVENT);
  BOOL done = 0;
  if (!object(publisher, PUBLISHER) || !event || flags != 1) {
    errno = ERROR_INVALID_HANDLE;
  } else {
    long number = channels[event->channel].records[event->at].id;
    long times = number > 1000 ? number : 1;
    DWORD need = (DWORD)(times * 3 + 1);
    *used = need;
    if (number == 13) {
      errno = ERROR_EVT_MESSAGE_NOT_FOUND;
    } else if (size < need) {
      errno = ERROR_INSUFFICIENT_BUFFER;
    } else {
      for (long i = 0; i < times; i++) buffer[3 * i] = 0x969C, buffer[3 * i + 1] = 0x5BB3, buffer[3 * i + 2] = '&';
      buffer[3 * times] = 0;
      done = 1;
      /* Windows gives the text here too, and fails. */
      if (number == 29) done = fail(15029);
    }
  }
  pthread_mutex_unlock(&lock);
  return done;
}

BOOL EvtClose(HANDLE handle) {
  pthread_mutex_lock(&lock);
  intptr_t i = (intptr_t)handle / 4;
  BOOL known = i > 0 && i < HANDLES && objects[i].kind != FREE && objects[i].kind != SIGNAL;
  if (known) objects[i].kind = FREE, open_handles--;
  pthread_mutex_unlock(&lock);
  return known ? 1 : fail(ERROR_INVALID_HANDLE);
}
