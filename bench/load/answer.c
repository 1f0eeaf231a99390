/* A container's whole life in the load: answer FIRST COUNT listens at COUNT successive TCP ports of both families and
 * tells each client who answered, by its host name, and at which port: "7 8003\n". */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_PORTS 64

static int listener(int port)
{
    int one = 1, zero = 0;
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = in6addr_any};
    if (fd < 0)
        err(1, "socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero);
    if (bind(fd, (struct sockaddr *)&any, sizeof any) < 0 || listen(fd, 16) < 0)
        err(1, "port %d", port);
    return fd;
}

int main(int argc, char **argv)
{
    struct pollfd fds[MAX_PORTS];
    char name[65], text[96];
    int first = argc > 2 ? atoi(argv[1]) : 0, count = argc > 2 ? atoi(argv[2]) : 0;
    if (first < 1 || count < 1 || count > MAX_PORTS)
        errx(2, "usage: answer FIRST COUNT");
    signal(SIGPIPE, SIG_IGN);
    if (gethostname(name, sizeof name) < 0)
        err(1, "gethostname");
    for (int i = 0; i < count; i++)
        fds[i] = (struct pollfd){.fd = listener(first + i), .events = POLLIN};
    while (poll(fds, count, -1) > 0)
        for (int i = 0; i < count; i++) {
            int client = fds[i].revents ? accept(fds[i].fd, NULL, NULL) : -1;
            if (client >= 0) {
                int length = snprintf(text, sizeof text, "%s %d\n", name, first + i);
                if (write(client, text, length) != length)
                    warn("write");
                close(client);
            }
        }
    return 0;
}
