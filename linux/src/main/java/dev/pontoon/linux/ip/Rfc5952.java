package dev.pontoon.linux.ip;

import java.net.Inet6Address;
import java.util.StringJoiner;

/** The one text form of an IPv6 address: RFC 5952, section 4. */
final class Rfc5952 {
  private static final int GROUPS = 8;

  private Rfc5952() {}

  static String format(Inet6Address address) {
    int[] groups = groups(address.getAddress());
    int bestStart = -1;
    int bestLength = 1; // a single zero group is not shortened
    for (int start = 0; start < GROUPS; start++) {
      int end = start;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - start > bestLength) {
        bestStart = start;
        bestLength = end - start;
      }
    }
    if (bestStart < 0) {
      return join(groups, 0, GROUPS);
    }
    return join(groups, 0, bestStart) + "::" + join(groups, bestStart + bestLength, GROUPS);
  }

  private static int[] groups(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    return groups;
  }

  private static String join(int[] groups, int from, int to) {
    StringJoiner text = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      text.add(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
