package dev.pontoon.linux.rtnetlink;

/** Multicast groups (RTNLGRP_*, include/uapi/linux/rtnetlink.h). */
public enum Group {
  LINK(1),
  NEIGHBOUR(3),
  IPV4_ADDRESS(5),
  IPV4_ROUTE(7),
  IPV6_ADDRESS(9),
  IPV6_ROUTE(11),
  IPV4_CONFIGURATION(24),
  IPV6_CONFIGURATION(25);

  private final int number;

  Group(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
