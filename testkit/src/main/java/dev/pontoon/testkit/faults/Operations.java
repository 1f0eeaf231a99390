package dev.pontoon.testkit.faults;

import dev.pontoon.testkit.faults.Operation.Act;
import java.util.List;

/** The table of all operations that a daemon is killed in. A new one joins by a row here. */
public final class Operations {
  private static final Act NETWORK = site -> site.createNetwork("web", false);
  private static final Act CONTAINER = site -> site.create("one", Site.Wish.SLEEP);
  private static final Act PUBLISHED = site -> site.create("one", Site.Wish.SLEEP.published());
  private static final Act ON_WEB =
      site -> site.create("one", Site.Wish.SLEEP.published().on("web"));
  private static final Act START = site -> site.start("one");
  private static final Act SECOND =
      site -> {
        site.create("two", Site.Wish.SLEEP);
        site.start("two");
      };
  private static final Act KNOCK = Site::knock;
  private static final Act STOP = site -> site.stop("one");
  private static final Act REMOVE = site -> site.remove("one");
  private static final Act CONNECT = site -> site.connect("web", "one");
  private static final Act DISCONNECT = site -> site.disconnect("web", "one");
  private static final Act DAEMON = Site::startDaemon;
  private static final Act NO_DAEMON = Site::stopDaemon;

  private static final Operation CREATE_NETWORK =
      Operation.of(
          "create network",
          Act.NOTHING,
          site -> site.createNetwork("web", true),
          site -> site.removeNetwork("web"));
  private static final Operation CREATE =
      Operation.of("create container", Act.NOTHING, PUBLISHED, REMOVE);
  private static final Operation START_PLAIN =
      Operation.of("start container", CONTAINER, START, STOP.then(REMOVE).then(CONTAINER));
  private static final Operation START_PUBLISHED =
      Operation.of(
          "start container with ports", PUBLISHED, START, STOP.then(REMOVE).then(PUBLISHED));
  private static final Operation CONNECT_RUNNING =
      Operation.of("connect", NETWORK.then(PUBLISHED).then(START), CONNECT, DISCONNECT);
  private static final Operation CONNECT_FIRST =
      Operation.of(
          "connect the network of the default route",
          NETWORK.then(PUBLISHED).then(START),
          site -> site.connectFirst("web", "one"),
          DISCONNECT);
  private static final Operation LOAD_IMAGE =
      Operation.of("load image", Act.NOTHING, Site::loadImage, Site::removeImage);

  /** A container with ports, of a daemon that was killed in a change of it. */
  private static Act broken(String step, Act change) {
    return site -> site.killedAt(step, change);
  }

  private static final Act HALF_MADE = broken("store done attach one", START);
  private static final Act HALF_REMOVED = broken("delete link veth#", STOP);
  private static final Act AGAIN = DAEMON.then(REMOVE);

  private static final List<Operation> ALL =
      List.of(
          CREATE_NETWORK,
          CREATE_NETWORK.reversed("remove network"),
          CREATE,
          CREATE.reversed("remove container"),
          START_PLAIN,
          START_PUBLISHED,
          Operation.of(
              "stop container", CONTAINER.then(START), STOP, REMOVE.then(CONTAINER).then(START)),
          Operation.of(
              "stop container with ports",
              PUBLISHED.then(START).then(KNOCK),
              STOP,
              REMOVE.then(PUBLISHED).then(START).then(KNOCK)),
          Operation.of(
              "remove running container",
              NETWORK.then(ON_WEB).then(START),
              REMOVE,
              REMOVE.then(ON_WEB).then(START)),
          new Operation(
              "run --rm",
              Act.NOTHING,
              List.of(
                  site -> site.create("one", Site.Wish.TRUE.removed()),
                  START.then(site -> site.await("one"))),
              REMOVE),
          new Operation(
              "run --rm with ports",
              Act.NOTHING,
              List.of(
                  site -> site.create("one", Site.Wish.TRUE.removed().published()),
                  START.then(site -> site.await("one"))),
              REMOVE),
          CONNECT_RUNNING,
          CONNECT_RUNNING.reversed("disconnect"),
          CONNECT_FIRST,
          CONNECT_FIRST.reversed("disconnect the network of the default route"),
          Operation.of(
              "disconnect the network of the ports",
              NETWORK.then(PUBLISHED).then(START).then(CONNECT),
              site -> site.disconnect("bridge", "one"),
              REMOVE.then(PUBLISHED).then(START).then(CONNECT)),
          Operation.of("exec", CONTAINER.then(START), site -> site.exec("one"), Act.NOTHING),
          LOAD_IMAGE,
          LOAD_IMAGE.reversed("remove image"),
          Operation.of(
              "start container of an image",
              Act.NOTHING.then(Site::loadImage).then(site -> site.create("one", Site.Wish.IMAGE)),
              START,
              REMOVE.then(site -> site.create("one", Site.Wish.IMAGE))),
          Operation.of("start of the daemon, fresh", Site::wipe, DAEMON, Site::wipe),
          Operation.of(
              "stop and start of the daemon",
              NETWORK.then(ON_WEB).then(START),
              NO_DAEMON.then(DAEMON),
              DAEMON),
          Operation.of(
              "start of the daemon, repairing a half made container",
              NETWORK.then(ON_WEB).then(HALF_MADE),
              DAEMON,
              AGAIN.then(ON_WEB).then(HALF_MADE)),
          Operation.of(
              "start of the daemon, repairing a half stopped container",
              NETWORK.then(ON_WEB).then(START).then(HALF_REMOVED),
              DAEMON,
              AGAIN.then(ON_WEB).then(START).then(HALF_REMOVED)),
          Operation.of(
              "start of the daemon after all of its network was destroyed",
              NETWORK.then(ON_WEB).then(START).then(SECOND).then(Site::destroyNetwork),
              DAEMON,
              DAEMON.then(Site::destroyNetwork)));

  private Operations() {}

  /** All operations. */
  public static List<Operation> all() {
    return ALL;
  }
}
