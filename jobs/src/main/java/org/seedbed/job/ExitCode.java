package org.seedbed.job;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.seedbed.files.FolderLease;

/** Exit codes of the command. They tell scripts and schedulers whether a retry is worthwhile. */
enum ExitCode {
  /** The command succeeded. */
  OK(0),
  /** The command failed while running. Committed work is kept, and a retry may succeed. */
  FAILED(1),
  /** The request is invalid. A retry fails again. */
  USAGE(2),
  /** The command ran, but its check failed: digests differ, or there is a counterexample. */
  DISAGREES(3),
  /** Another driver holds the folder. A later retry may succeed. */
  HELD(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Returns the exit code for a failure. */
  static ExitCode of(Throwable failure) {
    if (failure instanceof FolderLease.HeldException
        || failure instanceof FolderLease.LostException) {
      return HELD;
    }
    boolean refused = failure instanceof IllegalArgumentException;
    return refused && causes(failure).noneMatch(ExitCode::isOfTheMoment) ? USAGE : FAILED;
  }

  /** Returns a failure and what caused it, the root cause last. */
  static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause);
  }

  /** Whether this is a network or disk failure that may be transient. */
  private static boolean isOfTheMoment(Throwable e) {
    return e instanceof UnknownHostException
        || e instanceof SocketException
        || e instanceof InterruptedIOException
        || String.valueOf(e.getMessage()).contains("No space left on device");
  }
}
