package dev.pontoon.cli.verb;

/** A name of an image: {@code [registry/]repository[:tag][@digest]}. */
record ImageName(String repository, String tag) {

  /** Splits a name; the tag is a digest where there is one, and empty where there is neither. */
  static ImageName parse(String name) {
    int digest = name.indexOf('@');
    if (digest >= 0) {
      return new ImageName(name.substring(0, digest), name.substring(digest + 1));
    }
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/')
        ? new ImageName(name.substring(0, colon), name.substring(colon + 1))
        : new ImageName(name, "");
  }

  static String withTag(String name) {
    return parse(name).tag().isEmpty() ? name + ":latest" : name;
  }
}
