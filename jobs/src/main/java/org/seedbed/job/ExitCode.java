package org.seedbed.job;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.seedbed.files.FolderLease;

/** What the command says to scripts, and to what schedules it: whether it is worth trying again. */
enum ExitCode {
  /** All went well. */
  OK(0),
  /** It failed while running: what is committed is kept, and the same may work when retried. */
  FAILED(1),
  /** It was asked for something that cannot be: it will not work when retried. */
  USAGE(2),
  /** It ran, and what it compared does not agree. */
  DISAGREES(3),
  /** Another driver is at work in the folder: it may work later. */
  HELD(4);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** What a failure is to be called. */
  static ExitCode of(Throwable failure) {
    if (failure instanceof FolderLease.HeldException) {
      return HELD;
    }
    boolean refused = failure instanceof IllegalArgumentException;
    return refused && causes(failure).noneMatch(ExitCode::isOfTheMoment) ? USAGE : FAILED;
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause);
  }

  /** A network or a disk that may be better later, in whatever it is wrapped. */
  private static boolean isOfTheMoment(Throwable e) {
    return e instanceof UnknownHostException
        || e instanceof SocketException
        || e instanceof InterruptedIOException
        || String.valueOf(e.getMessage()).contains("No space left on device");
  }
}
