package dev.pontoon.runtime;

/** The contents of /etc/hosts, /etc/resolv.conf and /etc/hostname; an empty one is not mounted. */
public record NetworkFiles(String hosts, String resolvConf, String hostname) {
  /** The image's own files stay. */
  public static final NetworkFiles NONE = new NetworkFiles("", "", "");
}
