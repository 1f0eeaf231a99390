package dev.pontoon.security;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.security.Ground.Container;
import dev.pontoon.testkit.Node;
import dev.pontoon.testkit.ProjectFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Carries out attacks from a container's namespace, and sees what arrives. */
final class Assault {
  private static final String PYTHON = "/usr/bin/python3";
  static final String SCRIPT =
      ProjectFiles.root().resolve("kernel-tests/src/test/resources/security/frames.py").toString();
  private static final int FLOOD = 2000;
  private static final InetAddress PLACE = Addresses.parse("10.66.0.254"); // nobody is there

  private final Ground ground;
  private final Container attacker;
  private final Container victim;

  Assault(Ground ground, Container attacker, Container victim) {
    this.ground = ground;
    this.attacker = attacker;
    this.victim = victim;
  }

  /** How often each attack's frame arrives. */
  Map<String, Integer> arrived(List<Attack> attacks) {
    Map<String, Integer> arrived = new LinkedHashMap<>();
    attacks.forEach(attack -> arrived.put(attack.what(), 0));
    attacks.stream()
        .collect(Collectors.groupingBy(Attack::kind))
        .forEach((kind, some) -> {
          List<Integer> counts =
              some.getFirst().forHost()
                  ? watched(
                      ground.host(), ground.hostLink(attacker), kind, ground.bridge(attacker), some)
                  : watched(victim.node(), "eth0", kind, "eth0", some);
          for (int i = 0; i < counts.size(); i++) {
            arrived.put(some.get(i).what(), counts.get(i));
          }
        });
    return arrived;
  }

  private List<Integer> watched(
      Node where, String link, int kind, String controlLink, List<Attack> attacks) {
    String marks = attacks.stream().map(Attack::mark).collect(Collectors.joining(","));
    try {
      Process watch =
          new ProcessBuilder(
                  where.commandLine(
                      PYTHON,
                      SCRIPT,
                      "watch",
                      link,
                      Integer.toString(kind),
                      marks,
                      controlLink,
                      hex(Frames.tail(control()))))
              .redirectErrorStream(true)
              .start();
      try (BufferedReader out = watch.inputReader()) {
        expect("ready", out.readLine());
        List<String> all = new ArrayList<>(attacks.stream().map(Attack::frame).toList());
        all.add(hex(control()));
        send(all);
        return Stream.of(out.readLine().split(",", -1)).map(Integer::valueOf).toList();
      } finally {
        watch.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("watch " + link, e);
    }
  }

  private static void expect(String what, String line) {
    if (!what.equals(line)) {
      throw new AssertionError("expected " + what + ", got " + line);
    }
  }

  /** A greeting to the victim. */
  private Attack honest() {
    return Attack.of(
        "nothing bad",
        Frames.frame(
            attacker.party().mac(),
            victim.party().mac(),
            Frames.IPV4,
            Frames.udp4(attacker.party().v4(), victim.party().v4())));
  }

  /** What an honest container sends to all: it asks for an address. */
  private byte[] control() {
    Party me = attacker.party();
    return Frames.frame(
        me.mac(), Party.ALL.mac(), Frames.ARP, Frames.arp(1, me, Party.ALL.at(PLACE)));
  }

  private void send(List<String> frames) {
    attacker
        .node()
        .exec(
            Stream.concat(Stream.of(PYTHON, SCRIPT, "send", "eth0"), frames.stream())
                .toArray(String[]::new))
        .orFail();
  }

  /** How many addresses the bridge learns from frames of ever new sources. */
  long learned() {
    byte[] payload = Frames.udp4(attacker.party().v4(), victim.party().v4());
    RandomGenerator random = RandomGenerator.getDefault();
    List<String> frames = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      MacAddress source = MacAddress.random(random);
      frames.add(hex(Frames.frame(source, victim.party().mac(), Frames.IPV4, payload)));
    }
    send(frames);
    arrived(List.of(honest())); // so all were seen
    return ground
        .host()
        .exec("bridge", "fdb", "show", "dev", ground.hostLink(attacker), "dynamic")
        .orFail()
        .lines()
        .filter(line -> !line.contains(attacker.party().mac().toString()))
        .count();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
