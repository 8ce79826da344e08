package org.seedbed.job;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Checks an address of this machine to listen on. */
final class BindAddress {
  static final String LOOPBACK = "127.0.0.1";

  private BindAddress() {}

  /**
   * Checks that an address is one of this machine.
   *
   * @throws IllegalArgumentException if it is not, or stands for all addresses
   */
  static void check(String address) {
    if (address.isBlank()) {
      throw refused(address, "is empty");
    }
    InetAddress found;
    try {
      found = InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw refused(address, "is unknown");
    }
    if (found.isAnyLocalAddress()) {
      throw refused(address, "stands for all addresses");
    }
    try {
      if (!found.isLoopbackAddress() && NetworkInterface.getByInetAddress(found) == null) {
        throw refused(address, "is not one of this machine");
      }
    } catch (SocketException e) {
      throw refused(address, "cannot be checked: " + e.getMessage());
    }
  }

  /** Returns whether only processes of this machine reach an address. */
  static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static IllegalArgumentException refused(String address, String why) {
    return new IllegalArgumentException(
        "--bind is '%s', which %s. Give one address of this machine, such as %s."
            .formatted(address, why, LOOPBACK));
  }
}
