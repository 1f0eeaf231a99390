package dev.pontoon.engine.firewall;

/**
 * A row of the translation table, in the form of {@code iptables -t nat -L -n}.
 *
 * @param chain such as {@code DOCKER} or {@code POSTROUTING}
 * @param target {@code DNAT}, {@code MASQUERADE}, {@code REDIRECT}
 * @param protocol {@code tcp}, {@code udp}, {@code sctp} or {@code all}
 * @param source a subnet, or {@code 0.0.0.0/0}
 * @param destination a subnet, or {@code 0.0.0.0/0}
 * @param detail the rest: {@code tcp dpt:5000 to:172.17.0.2:5000}
 * @param packets counted so far, -1 where the backend does not count this one
 * @param bytes counted so far, -1 likewise
 */
public record Translation(
    String chain,
    String target,
    String protocol,
    String source,
    String destination,
    String detail,
    long packets,
    long bytes) {}
