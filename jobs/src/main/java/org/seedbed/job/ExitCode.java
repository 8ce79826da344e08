package org.seedbed.job;

/** What the command says to scripts. */
enum ExitCode {
  /** All went well. */
  OK(0),
  /** It failed while running. */
  FAILED(1),
  /** It was asked for something that cannot be. */
  USAGE(2),
  /** It ran, and what it compared does not agree. */
  DISAGREES(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
