package dev.pontoon.engine.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EarsTest {
  private final Deque<Object> script = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();

  /** What the kernel says next: a text, or an error. */
  private Optional<List<String>> next() {
    return switch (script.poll()) {
      case KernelException e -> throw e;
      case null -> Optional.empty();
      case Object text -> Optional.of(List.of((String) text));
    };
  }

  private static KernelException error(int number) {
    return new KernelException("receive from netlink", Errno.of(number));
  }

  @Test
  void allThatIsToldIsHeard() {
    script.addAll(List.of("one", "two"));
    assertThat(Ears.drain(this::next, heard::add)).isFalse();
    assertThat(heard).containsExactly("one", "two");
  }

  @Test
  void anOverrunIsNoticedAndTheRestIsHeard() {
    script.addAll(List.of("one", error(Errno.ENOBUFS), "three"));
    assertThat(Ears.drain(this::next, heard::add)).isTrue();
    assertThat(heard).containsExactly("one", "three");
  }

  @Test
  void otherErrorsAreErrors() {
    script.add(error(Errno.EINVAL));
    assertThatThrownBy(() -> Ears.drain(this::next, heard::add))
        .isInstanceOf(KernelException.class);
  }
}
