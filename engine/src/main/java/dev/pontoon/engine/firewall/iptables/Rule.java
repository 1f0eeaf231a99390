package dev.pontoon.engine.firewall.iptables;

/**
 * A rule, in the very words of iptables-save, so that rules made and rules read compare as texts.
 *
 * @param specification matches and target: {@code -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE}
 */
record Rule(Table table, String chain, String specification) {
  static Rule nat(String chain, String specification) {
    return new Rule(Table.NAT, chain, specification);
  }

  static Rule filter(String chain, String specification) {
    return new Rule(Table.FILTER, chain, specification);
  }

  static Rule raw(String chain, String specification) {
    return new Rule(Table.RAW, chain, specification);
  }
}
