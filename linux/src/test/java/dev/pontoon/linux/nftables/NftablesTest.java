package dev.pontoon.linux.nftables;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.netlink.ScriptedSockets;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NftablesTest {
  private static final Table TABLE = Table.of(Family.INET, "t");
  private static final Chain CHAIN = Chain.regular(TABLE, "c");
  private static final List<Change> CHANGES =
      List.of(new Change.AddTable(TABLE), new Change.AddChain(CHAIN));

  @Test
  void aRefusedBatchIsNamedByItsFirstChange() {
    assertThatThrownBy(() -> apply(0, Errno.EPERM))
        .isInstanceOf(KernelException.class)
        .hasMessage("add table inet t: Operation not permitted (EPERM)");
  }

  @Test
  void aRefusedChangeIsNamed() {
    assertThatThrownBy(() -> apply(2, Errno.EBUSY))
        .isInstanceOf(KernelException.class)
        .hasMessage("add chain inet t c: Device or resource busy (EBUSY)");
  }

  @Test
  void theLastChangeIsAcknowledgedForAll() {
    assertThatCode(() -> apply(2, 0)).doesNotThrowAnyException();
  }

  /** The batch is: begin, table, chain, end. */
  private static void apply(int index, int error) {
    try (Nftables nftables = new Nftables(ScriptedSockets.refusing(index, error))) {
      nftables.apply(CHANGES);
    }
  }
}
