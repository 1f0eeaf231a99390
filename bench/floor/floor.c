/*
 * The floor: what the kernel alone needs to attach a container to a bridge and to detach it.
 *
 * Sends the netlink messages of an attach over sockets that are open already, batched where the
 * kernel takes batches, and nothing else: no state, no validation, no process started.
 *
 *   attach  a thread unshares a network namespace, binds it to a path and opens a route socket in it
 *           host       RTM_NEWLINK  veth, up, master = the bridge; peer eth0 with its MAC in the namespace
 *           namespace  asks for the index of eth0; one send: lo up, eth0 up, the address, the default route
 *           host       one batch:   an element into a map of nftables (protocol . port : address . port)
 *   detach  host       one batch:   the element is deleted
 *           host       RTM_DELLINK  the veth, by a thread; RTM_GETLINK until it is gone, then the path is unmounted
 *                      and unlinked: "gone"; the kernel answers the deletion later
 *
 * Run it in a namespace of its own, with the bridges floor0, floor1, ... and the table made by floor/run:
 *   floor N   prints one line of JSON: {"attach": [ns, ...], "gone": [ns, ...], "detach": [ns, ...]}
 *   floor     the same for each line "attach N" that it reads, so that a harness interleaves it with others;
 *             "keep N" adds N attachments that stay
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <linux/if_link.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BRIDGE "floor%d"
#define MAX_BRIDGES 64
#define TABLE "floor"
#define MAP "ports"
#define GATEWAY "10.200.0.1"
#define PREFIX 16
#define LOOPBACK_INDEX 1
#define MAX_MESSAGES 8

static void die(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* ---- messages ---- */

struct batch {
  char bytes[4096];
  size_t length;
  struct nlmsghdr *message;
  unsigned acks;
};

static void *put(struct batch *b, const void *data, size_t size) {
  char *at = b->bytes + b->length;
  memset(at, 0, NLMSG_ALIGN(size));
  if (data) memcpy(at, data, size);
  b->length += NLMSG_ALIGN(size);
  return at;
}

static void begin(struct batch *b, int type, int flags, const void *header, size_t size) {
  struct nlmsghdr h = {.nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags};
  b->message = put(b, &h, sizeof h);
  put(b, header, size);
  b->acks += (flags & NLM_F_ACK) != 0;
}

static void end(struct batch *b) {
  b->message->nlmsg_len = b->bytes + b->length - (char *)b->message;
}

static void attribute(struct batch *b, int type, const void *data, size_t size) {
  struct rtattr a = {.rta_type = type, .rta_len = RTA_LENGTH(size)};
  put(b, &a, sizeof a);
  put(b, data, size);
}

static struct rtattr *nest(struct batch *b, int type) {
  struct rtattr a = {.rta_type = type | NLA_F_NESTED};
  return put(b, &a, sizeof a);
}

static void close_nest(struct batch *b, struct rtattr *nest) {
  nest->rta_len = b->bytes + b->length - (char *)nest;
}

/* ---- sockets ---- */

static int open_socket(int protocol) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), on = 1;
  if (fd < 0) die("socket");
  setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
  return fd;
}

/* One send, then its acknowledgements, which are there when send returns. */
static void exchange(int fd, struct batch *b, const char *what) {
  char answer[8192];
  if (send(fd, b->bytes, b->length, 0) < 0) die(what);
  for (unsigned seen = 0; seen < b->acks;) {
    int size = recv(fd, answer, sizeof answer, 0);
    if (size < 0) die(what);
    for (struct nlmsghdr *h = (void *)answer; NLMSG_OK(h, (unsigned)size); h = NLMSG_NEXT(h, size)) {
      struct nlmsgerr *e = NLMSG_DATA(h);
      if (h->nlmsg_type != NLMSG_ERROR) continue;
      if (e->error) errno = -e->error, die(what);
      seen++;
    }
  }
}

/* ---- route messages ---- */

static void add_veth(struct batch *b, const char *name, int namespace, int bridge, const uint8_t mac[6]) {
  struct ifinfomsg host = {.ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  struct ifinfomsg peer = {0}; /* up is ENOTCONN here: the ends are not joined yet */
  begin(b, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK, &host, sizeof host);
  attribute(b, IFLA_IFNAME, name, strlen(name) + 1);
  attribute(b, IFLA_MASTER, &bridge, sizeof bridge);
  struct rtattr *info = nest(b, IFLA_LINKINFO);
  attribute(b, IFLA_INFO_KIND, "veth", 5);
  struct rtattr *data = nest(b, IFLA_INFO_DATA);
  struct rtattr *other = nest(b, VETH_INFO_PEER);
  put(b, &peer, sizeof peer);
  attribute(b, IFLA_IFNAME, "eth0", 5);
  attribute(b, IFLA_ADDRESS, mac, 6);
  attribute(b, IFLA_NET_NS_FD, &namespace, sizeof namespace);
  close_nest(b, other);
  close_nest(b, data);
  close_nest(b, info);
  end(b);
}

static void delete_veth(struct batch *b, const char *name) {
  struct ifinfomsg link = {0};
  begin(b, RTM_DELLINK, NLM_F_ACK, &link, sizeof link);
  attribute(b, IFLA_IFNAME, name, strlen(name) + 1);
  end(b);
}

static void up(struct batch *b, int index) {
  struct ifinfomsg link = {.ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
  begin(b, RTM_NEWLINK, NLM_F_ACK, &link, sizeof link);
  end(b);
}

/* Of a link; 0 if there is none. */
static int index_of(int fd, const char *name) {
  struct ifinfomsg link = {0};
  struct batch b = {0};
  char answer[8192];
  begin(&b, RTM_GETLINK, 0, &link, sizeof link);
  attribute(&b, IFLA_IFNAME, name, strlen(name) + 1);
  end(&b);
  if (send(fd, b.bytes, b.length, 0) < 0 || recv(fd, answer, sizeof answer, 0) < 0) die("get link");
  struct nlmsghdr *h = (void *)answer;
  if (h->nlmsg_type != RTM_NEWLINK) return 0;
  return ((struct ifinfomsg *)NLMSG_DATA(h))->ifi_index;
}

static void add_address(struct batch *b, int index, uint32_t address) {
  struct ifaddrmsg a = {.ifa_family = AF_INET, .ifa_prefixlen = PREFIX, .ifa_index = index};
  uint32_t broadcast = address | htonl((1u << (32 - PREFIX)) - 1);
  begin(b, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK, &a, sizeof a);
  attribute(b, IFA_LOCAL, &address, sizeof address);
  attribute(b, IFA_ADDRESS, &address, sizeof address);
  attribute(b, IFA_BROADCAST, &broadcast, sizeof broadcast);
  end(b);
}

static void add_default_route(struct batch *b, uint32_t index) {
  struct rtmsg r = {.rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_BOOT,
                    .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_UNICAST};
  uint32_t gateway = inet_addr(GATEWAY);
  begin(b, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK, &r, sizeof r);
  attribute(b, RTA_GATEWAY, &gateway, sizeof gateway);
  attribute(b, RTA_OIF, &index, sizeof index);
  end(b);
}

/* ---- nftables ---- */

static void mark(struct batch *b, int type) {
  struct nfgenmsg g = {.nfgen_family = AF_UNSPEC, .res_id = htons(NFNL_SUBSYS_NFTABLES)};
  begin(b, type, 0, &g, sizeof g);
  end(b);
}

static void value(struct batch *b, int type, const void *data, size_t size) {
  struct rtattr *outer = nest(b, type);
  attribute(b, NFTA_DATA_VALUE, data, size);
  close_nest(b, outer);
}

/* Adds or deletes tcp . port : address . 80, as one transaction; fields of a concatenation take 4 bytes each. */
static void element(struct batch *b, int type, int flags, uint16_t port, uint32_t address) {
  struct nfgenmsg g = {.nfgen_family = NFPROTO_INET};
  uint8_t key[8] = {IPPROTO_TCP, 0, 0, 0, port >> 8, port & 0xff}, data[8] = {0, 0, 0, 0, 0, 80};
  memcpy(data, &address, 4);
  mark(b, NFNL_MSG_BATCH_BEGIN);
  begin(b, NFNL_SUBSYS_NFTABLES << 8 | type, flags | NLM_F_ACK, &g, sizeof g);
  attribute(b, NFTA_SET_ELEM_LIST_TABLE, TABLE, sizeof TABLE);
  attribute(b, NFTA_SET_ELEM_LIST_SET, MAP, sizeof MAP);
  struct rtattr *list = nest(b, NFTA_SET_ELEM_LIST_ELEMENTS);
  struct rtattr *item = nest(b, NFTA_LIST_ELEM);
  value(b, NFTA_SET_ELEM_KEY, key, sizeof key);
  if (type == NFT_MSG_NEWSETELEM) value(b, NFTA_SET_ELEM_DATA, data, sizeof data);
  close_nest(b, item);
  close_nest(b, list);
  end(b);
  mark(b, NFNL_MSG_BATCH_END);
}

/* ---- an attachment ---- */

struct host {
  int route, look, netfilter;
  int bridges, bridge[MAX_BRIDGES];
};

struct attachment {
  unsigned number;
  char path[256], name[IFNAMSIZ];
  uint32_t address;
  uint16_t port;
  int namespace, route;
};

/* On a thread of its own, since it leaves the host's namespace for ever. */
static void *make_namespace(void *argument) {
  struct attachment *a = argument;
  if (unshare(CLONE_NEWNET)) die("unshare");
  int file = open(a->path, O_CREAT | O_EXCL | O_RDONLY | O_CLOEXEC, 0444);
  if (file < 0) die(a->path);
  close(file);
  if (mount("/proc/thread-self/ns/net", a->path, NULL, MS_BIND, NULL)) die("mount");
  if ((a->namespace = open(a->path, O_RDONLY | O_CLOEXEC)) < 0) die(a->path);
  a->route = open_socket(NETLINK_ROUTE);
  return NULL;
}

static void attach(const struct host *host, struct attachment *a) {
  pthread_t thread;
  uint8_t mac[6] = {0x02, 0x42};
  memcpy(mac + 2, &a->address, 4);
  if (pthread_create(&thread, NULL, make_namespace, a) || pthread_join(thread, NULL)) die("thread");
  struct batch link = {0}, inside = {0}, firewall = {0};
  add_veth(&link, a->name, a->namespace, host->bridge[a->number % host->bridges], mac);
  exchange(host->route, &link, "add veth");
  int eth0 = index_of(a->route, "eth0");
  if (!eth0) die("find eth0");
  up(&inside, LOOPBACK_INDEX);
  up(&inside, eth0);
  add_address(&inside, eth0, a->address);
  add_default_route(&inside, eth0);
  exchange(a->route, &inside, "configure the namespace");
  element(&firewall, NFT_MSG_NEWSETELEM, NLM_F_CREATE | NLM_F_EXCL, a->port, a->address);
  exchange(host->netfilter, &firewall, "add element");
  close(a->route);
  close(a->namespace);
}

struct removal {
  const struct host *host;
  const char *name;
};

static void *remove_veth(void *of) {
  const struct removal *removal = of;
  struct batch link = {0};
  delete_veth(&link, removal->name);
  exchange(removal->host->route, &link, "delete veth");
  return NULL;
}

/* When all is out of sight; returns when the kernel has answered, too. */
static int64_t detach(const struct host *host, struct attachment *a) {
  struct removal removal = {host, a->name};
  pthread_t thread;
  struct batch firewall = {0};
  element(&firewall, NFT_MSG_DELSETELEM, 0, a->port, a->address);
  exchange(host->netfilter, &firewall, "delete element");
  if (pthread_create(&thread, NULL, remove_veth, &removal)) die("thread");
  while (index_of(host->look, a->name)) {
  }
  if (umount2(a->path, MNT_DETACH)) die("umount");
  if (unlink(a->path)) die("unlink");
  int64_t gone = now();
  if (pthread_join(thread, NULL)) die("thread");
  return gone;
}

static struct attachment attachment(const char *directory, unsigned number) {
  struct attachment a = {.number = number, .port = 20000 + number % 40000};
  a.address = htonl(ntohl(inet_addr(GATEWAY)) + 1 + number);
  snprintf(a.path, sizeof a.path, "%s/floor-%u", directory, number);
  snprintf(a.name, sizeof a.name, "vethf%u", number);
  return a;
}

static unsigned kept; /* attachments that are there already */

static void print(const char *name, const int64_t *values, int count, const char *after) {
  printf("\"%s\": [", name);
  for (int i = 0; i < count; i++) printf("%s%lld", i ? ", " : "", (long long)values[i]);
  printf("]%s", after);
}

static void rounds(const struct host *host, const char *directory, int count) {
  int64_t *attached = calloc(count, sizeof *attached), *gone = calloc(count, sizeof *gone);
  int64_t *detached = calloc(count, sizeof *detached);
  for (int i = 0; i < count; i++) {
    struct attachment a = attachment(directory, kept + i);
    int64_t start = now();
    attach(host, &a);
    int64_t between = now();
    gone[i] = detach(host, &a) - between;
    attached[i] = between - start;
    detached[i] = now() - between;
  }
  printf("{");
  print("attach", attached, count, ", ");
  print("gone", gone, count, ", ");
  print("detach", detached, count, "}\n");
  fflush(stdout);
  free(attached);
  free(gone);
  free(detached);
}

/* Attachments that stay until the program ends, which takes its namespaces with it. */
static void keep(const struct host *host, const char *directory, int count) {
  for (int i = 0; i < count; i++) {
    struct attachment a = attachment(directory, kept++);
    attach(host, &a);
  }
  printf("{}\n");
  fflush(stdout);
}

static void find_bridges(struct host *host) {
  char name[24];
  for (; host->bridges < MAX_BRIDGES; host->bridges++) {
    snprintf(name, sizeof name, BRIDGE, host->bridges);
    host->bridge[host->bridges] = if_nametoindex(name);
    if (!host->bridge[host->bridges]) break;
  }
  if (!host->bridges) die("find a bridge");
}

int main(int argc, char **argv) {
  const char *directory = getenv("RUNDIR") ? getenv("RUNDIR") : "/tmp";
  struct host host = {open_socket(NETLINK_ROUTE), open_socket(NETLINK_ROUTE), open_socket(NETLINK_NETFILTER), 0, {0}};
  char line[64];
  int count;
  find_bridges(&host);
  if (argc == 2) {
    rounds(&host, directory, atoi(argv[1]));
    return 0;
  }
  printf("{\"ready\": true}\n");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "attach %d", &count) == 1) rounds(&host, directory, count);
    else if (sscanf(line, "keep %d", &count) == 1) keep(&host, directory, count);
  }
  return 0;
}
