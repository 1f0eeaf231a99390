package dev.pontoon.linux.netlink;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what the kernel answers to requests that were sent together. */
final class Answers {
  private static final Acknowledgement SILENT_SUCCESS = new Acknowledgement(0, "");

  private final int first;
  private final @Nullable Acknowledgement[] answers;
  private int awaited;
  private boolean failed;

  /**
   * Nothing answered yet.
   *
   * @param first the sequence number of the first request
   */
  Answers(List<Request> requests, int first) {
    this.first = first;
    this.answers = new Acknowledgement[requests.size()];
    this.awaited = (int) requests.stream().filter(r -> r.has(Flags.ACK)).count();
  }

  /**
   * Whether the kernel still owes an acknowledgement. None after an error: a transaction that
   * failed may leave the rest unanswered, and what there is has arrived already.
   */
  boolean owed() {
    return awaited > 0 && !failed;
  }

  /** Takes a message in; what is no acknowledgement goes to the replies. */
  void accept(Message message, List<Message> replies) {
    int index = (int) message.sequence() - first;
    if (index < 0 || index >= answers.length) {
      return; // an answer to a request whose sender gave up
    }
    if (message.type() == Message.ERROR) {
      acknowledge(index, Acknowledgement.parse(message));
    } else if (message.type() != Message.DONE) {
      replies.add(message);
    }
  }

  private void acknowledge(int index, Acknowledgement acknowledgement) {
    awaited--;
    failed |= !acknowledgement.succeeded();
    answers[index] = acknowledgement;
  }

  /** One for each request, in order. */
  List<Acknowledgement> acknowledgements() {
    return Arrays.stream(answers).map(a -> a == null ? SILENT_SUCCESS : a).toList();
  }
}
