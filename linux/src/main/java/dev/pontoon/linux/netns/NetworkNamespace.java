package dev.pontoon.linux.netns;

import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Mounts;
import dev.pontoon.linux.sys.Namespaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network namespace, held open by a descriptor: it lives at least until {@link #close}, and
 * longer where it is mounted at a path (network_namespaces(7)).
 *
 * <p>Work inside another than the caller's own runs on a platform thread made for it, also when a
 * virtual thread asks.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/ns/net");
  private static final Path OF_THIS_PROCESS = Path.of("/proc/self/ns/net");

  private final Fd fd;
  private final String name;
  private final boolean ofThisProcess;

  private NetworkNamespace(Fd fd, String name) {
    this.fd = fd;
    this.name = name;
    this.ofThisProcess = inode() == inode(OF_THIS_PROCESS);
  }

  /** The calling thread's own. */
  public static NetworkNamespace current() {
    return open(OF_THIS_THREAD);
  }

  /** The one mounted at a path. */
  public static NetworkNamespace open(Path path) {
    return new NetworkNamespace(Fd.open(path, Fd.O_RDONLY, 0), path.toString());
  }

  /** A process's. */
  public static NetworkNamespace ofProcess(long pid) {
    return open(Path.of("/proc/" + pid + "/ns/net"));
  }

  /**
   * Makes one, mounts it at a path and runs work inside it, all on one thread.
   *
   * @param mount where no file is yet, in a directory that exists
   * @param inside typically opens a netlink socket and sets sysctls; if it fails, nothing is left
   * @throws KernelException with EEXIST if there is a file at the path
   */
  public static <T, E extends Exception> T create(Path mount, Inside<T, E> inside) throws E {
    return createUnnamed(() -> {
      mount(OF_THIS_THREAD, mount);
      try {
        return inside.call();
      } catch (Throwable e) {
        deleteAfter(e, mount);
        throw e;
      }
    });
  }

  /** Makes one and mounts it at a path. */
  public static NetworkNamespace create(Path mount) {
    return create(mount, () -> open(mount));
  }

  /** Makes one without a name, which goes when its last user does. */
  public static NetworkNamespace createUnnamed() {
    return NetworkNamespace.<NetworkNamespace, RuntimeException>createUnnamed(
        NetworkNamespace::current);
  }

  /**
   * Makes one without a name and runs work inside it, all on one thread. It goes with its last
   * user, so the work holds it, by {@link #current} or a socket, if it is to outlive the work.
   */
  public static <T, E extends Exception> T createUnnamed(Inside<T, E> inside) throws E {
    return DyingThread.call(
        "netns-create",
        () -> {
          Namespaces.unshare(Namespaces.CLONE_NEWNET);
          return inside.call();
        });
  }

  /**
   * Mounts it at a path.
   *
   * @param mount where no file is yet, in a directory that exists
   * @throws KernelException with EEXIST if there is a file at the path
   */
  public void mount(Path mount) {
    mount(Path.of("/proc/self/fd/" + fd.number()), mount);
  }

  /**
   * Takes a namespace's mount away and its file with it, whatever of the two is there; the
   * namespace lives on as long as somebody uses it.
   */
  public static void delete(Path mount) {
    try {
      Mounts.unmount(mount, Mounts.MNT_DETACH);
    } catch (KernelException e) {
      boolean nothingMounted = e.errno().is(Errno.EINVAL) || e.errno().is(Errno.ENOENT);
      if (!nothingMounted) {
        throw e;
      }
    }
    try {
      Files.deleteIfExists(mount);
    } catch (IOException e) {
      throw new UncheckedIOException("delete the mount file " + mount, e);
    }
  }

  /**
   * Runs work inside, and waits for it: on the calling thread if that is inside already, which
   * spares a third of a millisecond; otherwise on a platform thread that then dies.
   */
  public <T, E extends Exception> T call(Inside<T, E> work) throws E {
    if (isCallers()) {
      return work.call();
    }
    return DyingThread.call(
        "netns " + name,
        () -> {
          Namespaces.enter(fd, Namespaces.CLONE_NEWNET);
          return work.call();
        });
  }

  /** Only dying threads are elsewhere than the process is. */
  private boolean isCallers() {
    return Thread.currentThread() instanceof DyingThread
        ? inode() == inode(OF_THIS_THREAD)
        : ofThisProcess;
  }

  /** Opens a netlink socket inside. */
  public NetlinkSocket socket(int protocol) {
    return call(() -> NetlinkSocket.open(protocol));
  }

  /** The descriptor, such as a link's attribute of its namespace wants it. */
  public Fd fd() {
    return fd;
  }

  /** A number that no other namespace has while this one lives (the inode of its file in nsfs). */
  public long inode() {
    return inode(Path.of("/proc/self/fd/" + fd.number()));
  }

  private static long inode(Path namespace) {
    try {
      return (long) Files.getAttribute(namespace, "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException("read the inode of " + namespace, e);
    }
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "network namespace " + name;
  }

  /** Mounts, or leaves nothing. */
  private static void mount(Path namespace, Path mount) {
    Fd.open(mount, Fd.O_RDONLY | Fd.O_CREAT | Fd.O_EXCL, 0).close();
    try {
      Mounts.bind(namespace, mount);
    } catch (KernelException e) {
      deleteAfter(e, mount);
      throw e;
    }
  }

  private static void deleteAfter(Throwable failure, Path mount) {
    try {
      delete(mount);
    } catch (KernelException | UncheckedIOException e) {
      failure.addSuppressed(e);
    }
  }
}
