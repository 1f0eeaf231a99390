package dev.pontoon.engine.ipam;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * Unique local IPv6 subnets (RFC 4193): {@code fd}, 40 bits of the engine, 16 bits of the network.
 * The same engine and network always give the same subnet.
 */
public final class UniqueLocal {
  private static final int LENGTH = 64;
  private static final int PREFIX = 0xfd;
  private static final int SUBNET_IDS = 1 << 16;

  private UniqueLocal() {}

  /**
   * The network's subnet; the next one that nothing uses where that is taken.
   *
   * @param engineId gives the global ID
   * @param networkId gives the subnet ID
   */
  public static Optional<Cidr> subnet(String engineId, String networkId, List<Occupied> uses) {
    byte[] global = hash(engineId);
    byte[] network = hash(networkId);
    int start = ((network[0] & 0xff) << 8) | (network[1] & 0xff);
    for (int i = 0; i < SUBNET_IDS; i++) {
      Cidr subnet = subnet(global, (start + i) % SUBNET_IDS);
      if (uses.stream().allMatch(use -> use.overlap(subnet).isEmpty())) {
        return Optional.of(subnet);
      }
    }
    return Optional.empty();
  }

  private static Cidr subnet(byte[] global, int subnetId) {
    byte[] address = new byte[16];
    address[0] = (byte) PREFIX;
    System.arraycopy(global, 0, address, 1, 5);
    address[6] = (byte) (subnetId >> 8);
    address[7] = (byte) subnetId;
    return new Cidr(Addresses.of(address), LENGTH);
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
