package dev.pontoon.linux.sys;

import java.io.Serial;

/**
 * The kernel refused an operation. The message reads {@code <operation>: <kernel's words>}, such as
 * {@code create veth vethad06c29 for web: File exists (EEXIST)}.
 */
public class KernelException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String operation;
  private final transient Errno errno;

  /** A refusal in the plain words of its errno. */
  public KernelException(String operation, Errno errno) {
    this(operation, errno, "");
  }

  /**
   * A refusal for which the kernel gave more than a number.
   *
   * @param detail the extended acknowledgement's text, empty if there was none
   */
  public KernelException(String operation, Errno errno, String detail) {
    super(operation + ": " + (detail.isEmpty() ? "" : detail + ": ") + errno);
    this.operation = operation;
    this.errno = errno;
  }

  /** What was attempted, with its object. */
  public String operation() {
    return operation;
  }

  /** The kernel's error number. */
  public Errno errno() {
    return errno;
  }
}
