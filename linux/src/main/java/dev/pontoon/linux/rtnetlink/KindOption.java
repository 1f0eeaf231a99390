package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Encoder;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** A number among a link kind's options: its attribute, and its size in bytes. */
interface KindOption {
  int attribute();

  int size();

  static <O extends Enum<O> & KindOption> void encode(Map<O, Integer> options, Encoder data) {
    options.forEach((option, value) -> {
      switch (option.size()) {
        case 1 -> data.attributeU8(option.attribute(), value);
        case 2 -> data.attributeU16(option.attribute(), value);
        default -> data.attributeU32(option.attribute(), value);
      }
    });
  }

  static <O extends Enum<O> & KindOption> Map<O, Integer> parse(Class<O> type, Attributes data) {
    Map<O, Integer> options = new EnumMap<>(type);
    for (O option : type.getEnumConstants()) {
      data.find(option.attribute()).ifPresent(value -> options.put(option, read(option, value)));
    }
    return Collections.unmodifiableMap(options);
  }

  static <O extends Enum<O>> Map<O, Integer> with(
      Class<O> type, Map<O, Integer> options, O option, int value) {
    Map<O, Integer> more = new EnumMap<>(type);
    more.putAll(options);
    more.put(option, value);
    return Collections.unmodifiableMap(more);
  }

  private static int read(KindOption option, Bytes value) {
    return switch (option.size()) {
      case 1 -> value.u8(0);
      case 2 -> value.u16(0);
      default -> value.i32(0);
    };
  }
}
