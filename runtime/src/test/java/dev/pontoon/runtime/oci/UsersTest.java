package dev.pontoon.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
  @TempDir private Path root;

  private Users users() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "www:x:33:34:www:/:/bin/sh\n");
    Files.writeString(root.resolve("etc/group"), "www:x:34:\nstaff:x:50:www\n");
    return Users.of(root);
  }

  @Test
  void theGroupItselfIsAmongTheGroups() throws IOException {
    Users users = users();

    assertThat(users.find("www", List.of()))
        .isEqualTo(new RuntimeSpec.User(33, 34, List.of(34, 50)));
    assertThat(users.find("7:staff", List.of("9")))
        .isEqualTo(new RuntimeSpec.User(7, 50, List.of(9, 50)));
  }

  @Test
  void anUnknownNameIsToldWithItsFile() throws IOException {
    Users users = users();

    assertThatThrownBy(() -> users.find("nobody", List.of()))
        .hasMessage("unable to find user nobody: no matching entries in passwd file");
    assertThatThrownBy(() -> users.find("www:none", List.of()))
        .hasMessage("unable to find group none: no matching entries in group file");
  }
}
