package dev.pontoon.cli.terminal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals of this process, by {@code sun.misc.Signal} of the module jdk.unsupported: the only way
 * to them without native code. It is named by reflection since javac's warning about it can't be
 * turned off. The JVM keeps QUIT, USR2 and the faults to itself.
 */
public final class Signals {
  private static final List<String> FORWARDED =
      List.of("HUP", "INT", "TERM", "USR1", "CONT", "ALRM");

  private Signals() {}

  /**
   * Gives each signal that can be caught to the consumer, by name, in place of what it does
   * otherwise.
   */
  public static void forward(Consumer<String> to) {
    FORWARDED.forEach(name -> handle(name, () -> to.accept(name)));
  }

  /** Runs this whenever the window changes its size. */
  public static void onResize(Runnable resize) {
    handle("WINCH", resize);
  }

  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler onCall =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  action.run();
                  yield null;
                }
                default -> method.invoke(name, arguments); // equals, hashCode, toString
              };
      Object proxy =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onCall);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("catch SIG" + name + ": " + e, e);
    }
  }
}
