package dev.pontoon.script;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/** Scripts as one server plays them, on a thread of its own, so that two take the time of one. */
final class Performance implements AutoCloseable {
  private final String server;
  private final Supplier<Stage> makesStage;
  private final List<Act> acts;
  private final Thread thread;

  /** A script, and who plays it. */
  record Part(Client client, Script script) {}

  /** What is played of a script, which fails or does not. */
  private record Scene(String name, Step step, CompletableFuture<Void> done) {}

  /** A script as a client plays it, and whether nothing of it stays. */
  private record Act(
      String name, Client client, List<Scene> scenes, CompletableFuture<Void> cleared) {}

  private Performance(String server, Supplier<Stage> makesStage, List<Part> parts) {
    this.server = server;
    this.makesStage = makesStage;
    this.acts = parts.stream().map(Performance::act).toList();
    this.thread = Thread.ofPlatform().name("script-" + server).unstarted(this::play);
  }

  /** Begins to play. */
  static Performance start(String server, Supplier<Stage> stage, List<Part> parts) {
    Performance performance = new Performance(server, stage, parts);
    performance.thread.start();
    return performance;
  }

  private static Act act(Part part) {
    List<Scene> scenes = new ArrayList<>();
    for (Step step : part.script.steps()) {
      String name = step.line() + " " + step.command();
      scenes.add(new Scene(name, step, new CompletableFuture<>()));
    }
    String name = part.script.name() + " by " + part.client.version();
    return new Act(name, part.client, scenes, new CompletableFuture<>());
  }

  private void play() {
    try (Stage stage = makesStage.get()) {
      for (Act act : acts) {
        act.scenes.forEach(scene -> play(() -> stage.run(act.client, scene.step), scene.done));
        play(stage::clear, act.cleared);
      }
    } catch (RuntimeException | Error e) {
      acts.forEach(act -> {
        act.scenes.forEach(scene -> scene.done.completeExceptionally(e));
        act.cleared.completeExceptionally(e);
      });
      throw e;
    }
  }

  private static void play(Runnable scene, CompletableFuture<Void> done) {
    try {
      scene.run();
      done.complete(null);
    } catch (RuntimeException | AssertionError e) {
      done.completeExceptionally(e);
    }
  }

  /** A test a line, each of which waits until it was played. */
  DynamicContainer tests() {
    return DynamicContainer.dynamicContainer(server, acts.stream().map(Performance::tests));
  }

  private static DynamicContainer tests(Act act) {
    Stream<DynamicTest> scenes =
        act.scenes.stream()
            .map(scene -> DynamicTest.dynamicTest(scene.name, () -> await(scene.done)));
    DynamicTest last = DynamicTest.dynamicTest("leaves nothing", () -> await(act.cleared));
    return DynamicContainer.dynamicContainer(act.name, Stream.concat(scenes, Stream.of(last)));
  }

  private static void await(CompletableFuture<Void> done) throws Throwable {
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** Waits for the end, when the server has stopped. */
  @Override
  public void close() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
