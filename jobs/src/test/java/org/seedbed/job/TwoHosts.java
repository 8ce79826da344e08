package org.seedbed.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces of this machine that reach each other by one cable, like two hosts. Their
 * addresses are of a range that is reserved for examples, and nothing leaves the machine.
 */
final class TwoHosts implements AutoCloseable {
  static final String VICTIM = "198.51.100.1";
  static final String ATTACKER = "198.51.100.2";

  private final String victim = "seedbed-v" + ProcessHandle.current().pid();
  private final String attacker = "seedbed-a" + ProcessHandle.current().pid();

  private TwoHosts() {}

  /** Makes both; empty, with nothing left, where this process may not. */
  static Optional<TwoHosts> make() throws IOException {
    var hosts = new TwoHosts();
    try {
      hosts.connect();
      return Optional.of(hosts);
    } catch (IOException e) {
      hosts.close();
      return Optional.empty();
    }
  }

  private void connect() throws IOException {
    ip("netns", "add", victim);
    ip("netns", "add", attacker);
    ip(
        "-n", victim, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns",
        attacker);
    ip("-n", victim, "addr", "add", VICTIM + "/24", "dev", "cable");
    ip("-n", attacker, "addr", "add", ATTACKER + "/24", "dev", "cable");
    for (var host : List.of(victim, attacker)) {
      ip("-n", host, "link", "set", "lo", "up");
      ip("-n", host, "link", "set", "cable", "up");
    }
  }

  private static void ip(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    output(new ProcessBuilder(command));
  }

  /** Runs a short command and returns its output; fails if it does. */
  private static String output(ProcessBuilder command) throws IOException {
    var process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command.command() + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return said;
  }

  /** Returns a process that will run on the victim's host. */
  ProcessBuilder onVictim(ProcessBuilder process) {
    return on(victim, process);
  }

  /** Returns a process that will run on the attacker's host. */
  ProcessBuilder onAttacker(ProcessBuilder process) {
    return on(attacker, process);
  }

  private static ProcessBuilder on(String host, ProcessBuilder process) {
    process.command().addAll(0, List.of("ip", "netns", "exec", host));
    return process;
  }

  /**
   * A socket that listens on the victim's host.
   *
   * @param loopback whether only the host itself reaches it
   */
  record Listening(int port, boolean loopback) {}

  /** Returns the sockets that listen on the victim's host. */
  List<Listening> listening() throws IOException {
    var files = List.of("/proc/net/tcp", "/proc/net/tcp6");
    var command = new ArrayList<>(List.of("cat"));
    command.addAll(files);
    var found = new ArrayList<Listening>();
    for (var line : output(onVictim(new ProcessBuilder(command))).lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      // The state of a listening socket is 0A; addresses are in hexadecimal, in host order.
      if (words.length > 3 && words[3].equals("0A")) {
        String[] local = words[1].split(":", -1);
        boolean loopback =
            local[0].equals("0100007F")
                || local[0].equals("0000000000000000FFFF00000100007F")
                || local[0].equals("00000000000000000000000001000000");
        found.add(new Listening(Integer.parseInt(local[1], 16), loopback));
      }
    }
    return found;
  }

  /** Sends an HTTP request from the attacker's host; returns the answer, empty if none comes. */
  String request(int port, String method, String path) throws IOException {
    String script =
        // A server may close the connection before it is asked: that must not end the shell.
        "trap '' PIPE; exec 3<>/dev/tcp/%s/%d && printf '%s %s HTTP/1.0\\r\\nHost: x\\r\\nContent-Length: 0\\r\\n\\r\\n' >&3 && timeout 5 cat <&3 || true"
            .formatted(VICTIM, port, method, path.replace("%", "%%"));
    return output(onAttacker(new ProcessBuilder("bash", "-c", script)));
  }

  @Override
  public void close() {
    for (var host : List.of(victim, attacker)) {
      try {
        ip("netns", "delete", host);
      } catch (IOException e) {
        // It was not made.
      }
    }
  }
}
