package dev.pontoon.compatibility;

/**
 * What the table says of one parameter or member.
 *
 * @param name with dots where objects are nested; {@code *} is any name in a map, a list is passed
 *     over; at the end {@code ..} is all that is below as well
 * @param versions those that have it
 * @param reason of a no
 */
record Mark(String name, Support support, Versions versions, String reason) {

  /** Whether it works. */
  enum Support {
    YES,
    /** It is never in an answer. */
    NO,
    /** A request with it is refused. */
    REFUSED,
    /** A request with it is answered as if it were not there. */
    IGNORED
  }

  boolean covers(String member) {
    return member.equals(stem()) || (!name.equals(stem()) && member.startsWith(stem() + "."));
  }

  /** The name itself, without what is below. */
  String stem() {
    return name.endsWith("..") ? name.substring(0, name.length() - 2) : name;
  }
}
