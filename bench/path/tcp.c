/*
 * What a TCP connection costs, by the shortest client and server.
 *
 *   tcp serve PORT                       echoes, on every address, until it is killed
 *   tcp rr ADDRESS PORT SECONDS          one connection, one byte there and back, again and again
 *   tcp connect ADDRESS PORT SECONDS     a new connection for each such byte
 *
 * The clients print {"count": N, "seconds": S, "median": ns, "p99": ns}. They end a connection by a reset, so
 * that neither side keeps it in TIME_WAIT until the ports run out.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_SAMPLES (4 << 20)
#define EVENTS 64

static void die(const char *what) {
  fprintf(stderr, "tcp: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void no_delay(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
}

static void echo(int fd) {
  char bytes[64];
  ssize_t size = read(fd, bytes, sizeof bytes);
  if (size <= 0 || write(fd, bytes, size) != size) close(fd);
}

static void serve(uint16_t port) {
  struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(port)};
  int listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&any, sizeof any) || listen(listener, 1024)) die("listen");
  watch(epoll, listener);
  printf("{\"ready\": true}\n");
  fflush(stdout);
  for (;;) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd != listener) {
        echo(fd);
      } else if ((fd = accept(listener, NULL, NULL)) >= 0) {
        no_delay(fd);
        watch(epoll, fd);
      }
    }
  }
}

static int open_connection(const struct sockaddr_in *to) {
  struct linger reset = {.l_onoff = 1};
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  if (connect(fd, (const struct sockaddr *)to, sizeof *to)) die("connect");
  no_delay(fd);
  return fd;
}

static void ping(int fd) {
  char byte = 'x';
  if (write(fd, &byte, 1) != 1 || read(fd, &byte, 1) != 1) die("ping");
}

static int compare(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static void measure(const struct sockaddr_in *to, double seconds, int anew) {
  static int64_t samples[MAX_SAMPLES];
  int64_t begin = now(), last = begin;
  int count = 0, fd = anew ? -1 : open_connection(to);
  while (count < MAX_SAMPLES && last - begin < seconds * 1e9) {
    if (anew) fd = open_connection(to);
    ping(fd);
    if (anew) close(fd);
    int64_t t = now();
    samples[count++] = t - last;
    last = t;
  }
  qsort(samples, count, sizeof *samples, compare);
  printf("{\"count\": %d, \"seconds\": %.6f, \"median\": %lld, \"p99\": %lld}\n", count, (last - begin) / 1e9,
         (long long)samples[count / 2], (long long)samples[(int)(count * 0.99)]);
}

int main(int argc, char **argv) {
  if (argc == 3 && !strcmp(argv[1], "serve")) serve(atoi(argv[2]));
  if (argc != 5) return fprintf(stderr, "usage: tcp serve PORT | tcp rr|connect ADDRESS PORT SECONDS\n"), 2;
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[3]))};
  if (inet_pton(AF_INET, argv[2], &to.sin_addr) != 1) die(argv[2]);
  measure(&to, atof(argv[4]), !strcmp(argv[1], "connect"));
  return 0;
}
