package dev.pontoon.runtime.container;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** A container in memory: its newest record, who waits for it, and who wants to attach. */
final class Entry {
  /** Held while the container is started, ended or removed. */
  final ReentrantLock lock = new ReentrantLock();

  private volatile ContainerRecord record;
  private volatile boolean removed;
  private volatile boolean returning;
  private CompletableFuture<Integer> nextExit = new CompletableFuture<>();
  private final CompletableFuture<Integer> removal = new CompletableFuture<>();
  private final List<Attachment> pending = new ArrayList<>();

  Entry(ContainerRecord record) {
    this.record = record;
  }

  ContainerRecord record() {
    return record;
  }

  void set(ContainerRecord newest) {
    record = newest;
  }

  /** Whether it is started again once it has ended, so that its end does not remove it. */
  boolean returning() {
    return returning;
  }

  void returning(boolean wanted) {
    returning = wanted;
  }

  boolean removed() {
    return removed;
  }

  void markRemoved() {
    removed = true;
  }

  /** Completes with the exit code of this run or, if it does not run, of the next. */
  synchronized CompletableFuture<Integer> nextExit() {
    return nextExit;
  }

  CompletableFuture<Integer> removal() {
    return removal;
  }

  /** Tells those who wait that the process ended. */
  void announceExit(int code) {
    CompletableFuture<Integer> ended;
    synchronized (this) {
      ended = nextExit;
      nextExit = new CompletableFuture<>();
    }
    ended.complete(code);
  }

  synchronized void await(Attachment attachment) {
    pending.add(attachment);
  }

  synchronized List<Attachment> takePending() {
    List<Attachment> taken = List.copyOf(pending);
    pending.clear();
    return taken;
  }
}
