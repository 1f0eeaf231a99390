/*
 * Steady load on servers that echo, which says what became of each request:
 *
 *   load RATE ADDRESS FIRST_PORT COUNT
 *
 * To each of COUNT ports go RATE requests a second of one byte: half of them each by a new connection, half by
 * one that stays. A line on stdin ends a phase; its answer is one line of JSON:
 *
 *   {"new": {"answered": N, "failed": N, "worst": ns, "error": "..."}, "established": {...}}
 *
 * A request that has no answer after LIMIT counts as failed, as does one whose connection is refused or reset.
 * Connections end by a reset, so that neither side keeps them in TIME_WAIT until the ports run out.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LIMIT (5 * 1000000000LL)
#define MAX_REQUESTS 8192
#define EVENTS 256

struct counts {
  long answered, failed;
  int64_t worst;
  char error[64];
};

/* A connection with at most one request on its way. */
struct request {
  int fd;
  bool busy, connecting, stays;
  int port;
  int64_t since;
};

static struct request requests[MAX_REQUESTS];
static struct counts fresh, established;
static struct sockaddr_storage address;
static socklen_t address_size;
static int epoll;

static void die(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void watch(struct request *r, uint32_t events, int operation) {
  struct epoll_event event = {.events = events, .data.ptr = r};
  if (epoll_ctl(epoll, operation, r->fd, &event)) die("epoll_ctl");
}

static void end(struct request *r) {
  struct linger reset = {.l_onoff = 1};
  setsockopt(r->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close(r->fd);
  r->fd = -1;
  r->busy = r->connecting = false;
}

static void settle(struct request *r, const char *error) {
  struct counts *c = r->stays ? &established : &fresh;
  int64_t took = now() - r->since;
  if (took > c->worst) c->worst = took;
  if (error) {
    c->failed++;
    snprintf(c->error, sizeof c->error, "%s", error);
  } else {
    c->answered++;
  }
  r->busy = false;
  if (error || !r->stays) end(r);
}

static void ask(struct request *r) {
  if (write(r->fd, "x", 1) != 1) settle(r, strerror(errno));
}

/* Begins a request; one by a connection that stays waits until the one before is answered. */
static void begin(struct request *r) {
  if (r->busy) return;
  r->busy = true;
  r->since = now();
  if (r->fd >= 0) {
    ask(r);
    return;
  }
  struct sockaddr_storage to = address;
  if (to.ss_family == AF_INET6)
    ((struct sockaddr_in6 *)&to)->sin6_port = htons(r->port);
  else
    ((struct sockaddr_in *)&to)->sin_port = htons(r->port);
  r->fd = socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (r->fd < 0) die("socket");
  int on = 1;
  setsockopt(r->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  r->connecting = true;
  watch(r, EPOLLOUT, EPOLL_CTL_ADD);
  if (connect(r->fd, (struct sockaddr *)&to, address_size) && errno != EINPROGRESS) settle(r, strerror(errno));
}

static void connected(struct request *r) {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(r->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error) {
    settle(r, strerror(error));
    return;
  }
  r->connecting = false;
  watch(r, EPOLLIN, EPOLL_CTL_MOD);
  ask(r);
}

static void readable(struct request *r) {
  char byte;
  ssize_t size = read(r->fd, &byte, 1);
  if (size == 1)
    settle(r, NULL);
  else if (size == 0)
    settle(r, "closed by the server");
  else if (errno != EAGAIN)
    settle(r, strerror(errno));
}

static void expire(void) {
  int64_t oldest = now() - LIMIT;
  for (int i = 0; i < MAX_REQUESTS; i++)
    if (requests[i].busy && requests[i].since < oldest) settle(&requests[i], "no answer in time");
}

static struct request *unused(int first) {
  for (int i = first; i < MAX_REQUESTS; i++)
    if (requests[i].fd < 0) return &requests[i];
  die("too many requests on their way");
  return NULL;
}

static void print_counts(const char *name, struct counts *c, const char *after) {
  printf("\"%s\": {\"answered\": %ld, \"failed\": %ld, \"worst\": %lld, \"error\": \"%s\"}%s", name, c->answered,
         c->failed, (long long)c->worst, c->error, after);
  *c = (struct counts){0};
}

/* Answers a line; false at the end of stdin. */
static bool phase(void) {
  char line[64];
  if (read(0, line, sizeof line) <= 0) return false;
  printf("{");
  print_counts("new", &fresh, ", ");
  print_counts("established", &established, "}\n");
  fflush(stdout);
  return true;
}

static void resolve(const char *text) {
  struct sockaddr_in *v4 = (struct sockaddr_in *)&address;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&address;
  if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    address_size = sizeof *v4;
  } else if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    address_size = sizeof *v6;
  } else {
    errno = EINVAL;
    die(text);
  }
}

int main(int count, char **arguments) {
  if (count != 5) {
    fprintf(stderr, "load RATE ADDRESS FIRST_PORT COUNT\n");
    return 2;
  }
  int rate = atoi(arguments[1]), first = atoi(arguments[3]), ports = atoi(arguments[4]);
  resolve(arguments[2]);
  epoll = epoll_create1(0);
  struct epoll_event input = {.events = EPOLLIN, .data.ptr = NULL};
  if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &input)) die("epoll");
  for (int i = 0; i < MAX_REQUESTS; i++) requests[i].fd = -1;
  /* The first ones are the connections that stay; requests take turns, spread over the second. */
  int64_t interval = 1000000000LL / (rate * ports), next = now(), expired = next;
  for (long turn = 0;;) {
    for (; now() >= next; next += interval, turn++) {
      int target = turn % ports;
      bool stays = turn / ports % 2;
      struct request *r = stays ? &requests[target] : unused(ports);
      r->stays = stays;
      r->port = first + target;
      begin(r);
    }
    if (now() - expired > LIMIT / 50) {
      expire();
      expired = now();
    }
    struct epoll_event events[EVENTS];
    int64_t left = (next - now()) / 1000000;
    int ready = epoll_wait(epoll, events, EVENTS, left < 0 ? 0 : (int)left + 1);
    for (int i = 0; i < ready; i++) {
      struct request *r = events[i].data.ptr;
      if (!r) {
        if (!phase()) return 0;
      } else if (r->fd >= 0 && r->connecting) {
        connected(r);
      } else if (r->fd >= 0) {
        if (r->busy) {
          readable(r);
        } else {
          r->since = now();
          settle(r, "closed while idle");
        }
      }
    }
  }
}
