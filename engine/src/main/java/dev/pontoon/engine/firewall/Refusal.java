package dev.pontoon.engine.firewall;

/**
 * What was dropped of an endpoint's frames, since they bore addresses that are not its own or were
 * of a kind that containers have no business with.
 *
 * @param link the end of its veth pair that is a port of the bridge
 * @param packets since the endpoint came, or since the rules were made anew
 * @param bytes likewise
 */
public record Refusal(String link, long packets, long bytes) {}
