package dev.pontoon.linux.netns;

/** What came of the work: a result or what it threw. */
sealed interface Outcome<T> {
  <E extends Exception> T get() throws E;

  static <T> Outcome<T> of(Inside<T, ?> work) {
    try {
      return new Result<>(work.call());
    } catch (Throwable e) {
      return new Failure<>(e);
    }
  }

  record Result<T>(T value) implements Outcome<T> {
    @Override
    public <E extends Exception> T get() {
      return value;
    }
  }

  record Failure<T>(Throwable thrown) implements Outcome<T> {
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the work declares E
    public <E extends Exception> T get() throws E {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (E) thrown;
    }
  }
}
