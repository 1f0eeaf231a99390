package dev.pontoon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pontoon.runtime.ContainerState.Status;
import dev.pontoon.runtime.container.Attachment;
import dev.pontoon.runtime.container.ExecSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes in containers, by runc under conmon. */
class ContainersTest extends BusyboxContainers {
  @Test
  void givesTheExitCodeAndBothStreams() throws Exception {
    RuntimeHost.Run run = host.run(spec("sh", "-c", "echo out; echo err >&2; exit 3").build());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEqualTo("out\n");
    assertThat(run.err()).isEqualTo("err\n");
    ContainerState state = host.containers.inspect(run.id());
    assertThat(state.status()).isEqualTo(Status.EXITED);
    assertThat(state.exitCode()).isEqualTo(3);
  }

  @Test
  void runsAsAskedFor() throws Exception {
    ContainerSpec spec =
        spec("sh", "-c", "id; pwd; hostname; echo $A $HOME; ulimit -n; cat /etc/hosts")
            .user("www")
            .workingDirectory("/work")
            .hostname("box")
            .env(List.of("A=1 2"))
            .resources(
                new Resources(
                    64 << 20,
                    0,
                    0,
                    0,
                    0,
                    "",
                    50,
                    0,
                    List.of(new Resources.Ulimit("nofile", 77, 99))))
            .build();
    String id = host.containers.create(spec).id();
    Collected output = new Collected();
    host.containers.attach(id, new AttachOptions(false, true, true), output);
    host.containers.start(
        id,
        new NetworkAttachment(
            new NetworkNamespace.Fresh(), new NetworkFiles("127.0.0.1 me\n", "", "box\n")));
    output.awaitEnd();

    assertThat(output.err()).isEmpty();
    assertThat(output.out())
        .isEqualTo(
            "uid=33(www) gid=34(www) groups=34(www),50(staff)\n/work\nbox\n1 2 /var\n77\n127.0.0.1 me\n");
  }

  @Test
  void mountsBindsAndMemory() throws Exception {
    Path shared = Files.createDirectory(directory.resolve("shared"));
    RuntimeHost.Run run =
        host.run(
            spec("sh", "-c", "echo hi > /s/f; touch /r/x; touch /m/y && ls /m; touch /z")
                .mounts(
                    List.of(
                        new MountSpec(
                            MountSpec.Kind.BIND, shared.toString(), "/s", false, List.of()),
                        new MountSpec(
                            MountSpec.Kind.BIND, shared.toString(), "/r", true, List.of()),
                        new MountSpec(MountSpec.Kind.TMPFS, "", "/m", false, List.of("size=1m"))))
                .build());

    assertThat(shared.resolve("f")).hasContent("hi");
    assertThat(run.out()).isEqualTo("y\n");
    assertThat(run.err()).isEqualTo("touch: /r/x: Read-only file system\n");
    assertThat(root.resolve("z")).doesNotExist();
  }

  @Test
  void isConfinedAsDockerDoes() throws Exception {
    RuntimeHost.Run run =
        host.run(
            spec(
                    "sh",
                    "-c",
                    "grep -E 'Cap(Eff|Bnd)|Seccomp:' /proc/self/status; unshare -m true;"
                        + " echo x > /proc/sys/kernel/hostname; cat /proc/kcore; ls /sys/firmware")
                .build());

    assertThat(run.out())
        .contains("CapEff:\t00000000a80425fb")
        .contains("CapBnd:\t00000000a80425fb");
    assertThat(run.err()).contains("Operation not permitted").contains("Read-only file system");
  }

  @Test
  void startsAgainWithItsFiles() throws Exception {
    RuntimeHost.Run run = host.run(spec("sh", "-c", "echo x >> /f; wc -l < /f").build());
    Collected second = new Collected();
    host.containers.attach(run.id(), new AttachOptions(false, true, true), second);
    host.containers.start(run.id(), NetworkAttachment.FRESH);

    assertThat(second.awaitEnd().out()).isEqualTo("2\n");
  }

  @Test
  void namesACommandThatIsNotThere() throws Exception {
    String id = host.containers.create(spec("nosuch").build()).id();

    assertThatThrownBy(() -> host.containers.start(id, NetworkAttachment.FRESH))
        .isInstanceOfSatisfying(
            RuntimeFault.class,
            fault -> assertThat(fault.kind()).isEqualTo(RuntimeFault.Kind.INVALID))
        .hasMessageContaining("nosuch")
        .hasMessageContaining("executable file not found");
    ContainerState state = host.containers.inspect(id);
    assertThat(state.status()).isEqualTo(Status.CREATED);
    assertThat(state.exitCode()).isEqualTo(127);
    assertThat(host.mounts()).isEmpty();
  }

  @Test
  void talksThroughStandardInput() throws Exception {
    String id = host.containers.create(spec("cat").stdin(true, true).build()).id();
    Collected output = new Collected();
    Attachment attachment = host.containers.attach(id, new AttachOptions(true, true, true), output);
    host.containers.start(id, NetworkAttachment.FRESH);
    attachment.write(bytes("hello\n"));
    attachment.closeStdin();

    assertThat(output.awaitEnd().out()).isEqualTo("hello\n");
    assertThat(host.exit(id)).isZero();
  }

  @Test
  void hasATerminalOfTheAskedSize() throws Exception {
    String id = host.containers.create(spec("sh").tty(true).stdin(true, true).build()).id();
    Collected output = new Collected();
    Attachment attachment = host.containers.attach(id, new AttachOptions(true, true, true), output);
    host.containers.start(id, NetworkAttachment.FRESH);
    host.containers.resize(id, 33, 99);
    attachment.write(bytes("tty; stty size; echo $TERM\n"));
    await().until(() -> output.out().contains("33 99"));
    attachment.write(bytes("exit 5\n"));

    assertThat(output.awaitEnd().out()).contains("/dev/pts/0").contains("xterm");
    assertThat(host.exit(id)).isEqualTo(5);
  }

  @Test
  void executesFurtherProcesses() throws Exception {
    String id = host.start(spec("sleep", "100").env(List.of("A=b")).build());
    Collected output = new Collected();
    ExecSession session =
        host.containers.exec(
            id,
            new ExecSpec(
                List.of("sh", "-c", "echo $A $C; pwd; id -u; cat; echo no >&2; exit 4"),
                List.of("C=d"),
                "33",
                "/tmp",
                false,
                true,
                false),
            output);
    session.write(bytes("typed\n"));
    session.closeStdin();

    assertThat(session.exit().get(20, TimeUnit.SECONDS)).isEqualTo(4);
    assertThat(output.awaitEnd().out()).isEqualTo("b d\n/tmp\n33\ntyped\n");
    assertThat(output.err()).isEqualTo("no\n");
    assertThatThrownBy(() -> host.containers.exec(id, ExecSpec.of("nosuch"), new Collected()))
        .hasMessageContaining("executable file not found");

    Collected screen = new Collected();
    ExecSession terminal =
        host.containers.exec(
            id, new ExecSpec(List.of("sh"), List.of(), "", "", true, true, false), screen);
    terminal.resize(11, 22);
    terminal.write(bytes("stty size; exit 6\n"));
    assertThat(terminal.exit().get(20, TimeUnit.SECONDS)).isEqualTo(6);
    assertThat(screen.awaitEnd().out()).contains("11 22");
  }

  @Test
  void keepsALogThatCanBeFollowed() throws Exception {
    String id =
        host.containers
            .create(
                spec("sh", "-c", "echo 1; echo 2 >&2; read x; printf 3").stdin(true, true).build())
            .id();
    Collected ignored = new Collected();
    Attachment attachment =
        host.containers.attach(id, new AttachOptions(true, true, true), ignored);
    host.containers.start(id, NetworkAttachment.FRESH);
    List<String> lines = new ArrayList<>();
    var follow =
        host.containers.logs(
            id,
            new LogOptions(true, true, true, null, null, -1),
            (stream, time, text) -> {
              synchronized (lines) {
                lines.add(stream + " " + new String(text, StandardCharsets.UTF_8));
              }
            });
    FutureTask<Void> reading =
        new FutureTask<>(() -> {
          follow.run();
          return null;
        });
    Thread.ofVirtual().start(reading);
    await()
        .until(() -> {
          synchronized (lines) {
            return lines.size() == 2;
          }
        });
    attachment.write(bytes("go\n"));
    reading.get(20, TimeUnit.SECONDS);
    assertThat(lines).containsExactly("STDOUT 1\n", "STDERR 2\n", "STDOUT 3");

    List<String> last = new ArrayList<>();
    host.containers
        .logs(
            id,
            new LogOptions(true, false, false, null, null, 1),
            (_, _, text) -> last.add(new String(text, StandardCharsets.UTF_8)))
        .run();
    assertThat(last).containsExactly("3");
  }

  /** conmon's socket goes a moment before the end of the process is noticed. */
  @Test
  void whoAttachesToOneThatJustEndedGetsTheNextRun() throws Exception {
    String id =
        host.containers.create(spec("sh", "-c", "echo hello; exec sleep 1000").build()).id();
    host.containers.start(id, NetworkAttachment.FRESH);
    Files.delete(host.options.execRoot().resolve("containers").resolve(id).resolve("attach"));

    Collected output = new Collected();
    host.containers.attach(id, new AttachOptions(false, true, true), output);
    host.containers.stop(id, "", Duration.ZERO);
    host.containers.start(id, NetworkAttachment.FRESH);

    await().until(output::out, "hello\n"::equals);
    host.containers.remove(id, true);
    output.awaitEnd();
  }

  @Test
  void runsOnTheHostsOwnFiles() throws Exception {
    RuntimeHost.Run run =
        host.run(
            ContainerSpec.named("own")
                .rootfs("/")
                .command("sh", "-c", "touch /pontoon-was-here && ls / && ls /proc | head -1")
                .build());

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("pontoon-was-here").contains("usr").endsWith("\n1\n");
    assertThat(Path.of("/pontoon-was-here")).doesNotExist();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
