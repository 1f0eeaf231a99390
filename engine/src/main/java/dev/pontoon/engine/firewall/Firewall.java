package dev.pontoon.engine.firewall;

import dev.pontoon.linux.nftables.RulesetMonitor;
import java.util.Collection;
import java.util.List;

/**
 * A firewall backend at work in one host namespace. What all give: published ports from outside,
 * from the host and from containers; masquerade; isolation between networks; see docs/rules.md.
 *
 * <p>Not thread-safe: the engine calls it from its one writer.
 */
public interface Firewall extends AutoCloseable {
  /** As users choose it: {@code nftables}, {@code iptables}, {@code none}. */
  String name();

  /**
   * Makes the rules be exactly those of the given networks, ports and endpoints, whatever was there
   * before: at start, and when somebody else has changed them. Foreign rules are not touched.
   *
   * @param endpoints those that are guarded
   */
  void reset(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints);

  /**
   * What is not as exactly the rules of the given networks, ports and endpoints would be. Foreign
   * rules are not looked at, and nothing is changed.
   */
  List<RuleDifference> differences(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints);

  /** Puts right what {@link #differences} finds, and nothing else. */
  void restore(
      Collection<NetworkRules> networks,
      Collection<PortRules> ports,
      Collection<EndpointRules> endpoints);

  /**
   * Whether rules of ours may be others now that somebody has carried out a transaction of
   * nf_tables: it was not this engine, and it was in tables that have rules of ours.
   */
  boolean concerns(RulesetMonitor.Event event);

  /**
   * Carries out changes as one transaction: all or none.
   *
   * @throws dev.pontoon.linux.sys.KernelException if refused; nothing has changed then
   */
  void apply(List<FirewallChange> changes);

  /** The changes as {@code nft} or {@code iptables} command lines that would do the same. */
  List<String> describe(List<FirewallChange> changes);

  /** What is translated now, read from the kernel with its counters. */
  List<Translation> translations();

  /** Whether it guards endpoints; one that does not passes over such changes. */
  boolean guards();

  /** What was dropped, for each guarded endpoint. */
  List<Refusal> refusals();

  /** Removes everything that is Pontoon's. */
  void remove();

  /** Releases sockets; the rules stay. */
  @Override
  void close();
}
