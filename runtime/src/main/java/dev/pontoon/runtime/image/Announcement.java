package dev.pontoon.runtime.image;

import dev.pontoon.runtime.ProgressListener;

/**
 * Says something before all else, and only if something follows: a failure at once has no other.
 */
final class Announcement implements ProgressListener {
  private final ProgressListener listener;
  private final String id;
  private final String words;
  private boolean said;

  Announcement(ProgressListener listener, String id, String words) {
    this.listener = listener;
    this.id = id;
    this.words = words;
  }

  @Override
  public synchronized void status(String layer, String status, long current, long total) {
    if (!said) {
      said = true;
      listener.status(id, words, 0, 0);
    }
    listener.status(layer, status, current, total);
  }
}
