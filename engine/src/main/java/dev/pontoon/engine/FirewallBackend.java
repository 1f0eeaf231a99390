package dev.pontoon.engine;

/** Which firewall backend an engine uses. */
public enum FirewallBackend {
  NFTABLES,
  IPTABLES,
  NONE
}
