package dev.pontoon.linux.conntrack;

/** What happened to a flow. */
public record FlowEvent(Kind kind, Flow flow) {
  /** Kinds of events, each with a multicast group of its own. */
  public enum Kind {
    /** The first packet passed (NFNLGRP_CONNTRACK_NEW). */
    NEW(1),
    /** Something changed (NFNLGRP_CONNTRACK_UPDATE). */
    UPDATE(2),
    /** It is forgotten (NFNLGRP_CONNTRACK_DESTROY). */
    DESTROY(3);

    private final int group;

    Kind(int group) {
      this.group = group;
    }

    /** The multicast group to join. */
    public int group() {
      return group;
    }
  }
}
