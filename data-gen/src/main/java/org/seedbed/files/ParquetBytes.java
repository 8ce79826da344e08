package org.seedbed.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.PositionOutputStream;

/**
 * The bytes of a Parquet file. Parquet lists the encodings of a column in the order of a hash set,
 * which differs between processes. This stream sorts them in the footer, and computes length and
 * digest of what it writes.
 *
 * <p>A footer is at the end of a file, so the last bytes are held back until the file is closed.
 */
final class ParquetBytes extends PositionOutputStream {
  /** Longest footer. It grows with row groups and columns; files have a few kilobytes. */
  private static final int LONGEST = 4 << 20;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** Bytes after the footer: its length and the magic number. */
  private static final int TAIL = 8;

  private final OutputStream out;
  private final MessageDigest digest = Sha256.digest();
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private long position;
  private long written;
  private boolean closed;

  ParquetBytes(OutputStream out) {
    this.out = out;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    held.write(bytes, from, count);
    position += count;
    if (held.size() > 2 * LONGEST) {
      byte[] all = held.toByteArray();
      pass(all, 0, all.length - LONGEST);
      held.reset();
      held.write(all, all.length - LONGEST, LONGEST);
    }
  }

  private void pass(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
    digest.update(bytes, from, count);
    written += count;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      byte[] end = held.toByteArray();
      int footer = footerLength(end);
      if (footer < 0) {
        // Closed because writing failed: there is no footer.
        pass(end, 0, end.length);
        return;
      }
      int at = end.length - TAIL - footer;
      pass(end, 0, at);
      byte[] sorted = sorted(new ByteArrayInputStream(end, at, footer));
      pass(sorted, 0, sorted.length);
      var tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
      pass(tail.putInt(sorted.length).put(MAGIC).array(), 0, TAIL);
    }
  }

  /** Returns the length of the footer at the end of some bytes, -1 if there is none. */
  private static int footerLength(byte[] end) {
    if (end.length < TAIL) {
      return -1;
    }
    var tail = ByteBuffer.wrap(end, end.length - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN);
    int length = tail.getInt();
    byte[] magic = new byte[MAGIC.length];
    tail.get(magic);
    boolean whole = Arrays.equals(magic, MAGIC) && length <= end.length - TAIL;
    return whole ? length : -1;
  }

  private static byte[] sorted(ByteArrayInputStream footer) throws IOException {
    FileMetaData file = Util.readFileMetaData(footer);
    for (var group : file.getRow_groups()) {
      for (var column : group.getColumns()) {
        var about = column.getMeta_data();
        var encodings = new ArrayList<>(about.getEncodings());
        encodings.sort(Comparator.comparingInt(encoding -> encoding.getValue()));
        about.setEncodings(encodings);
        if (about.isSetEncoding_stats()) {
          var pages = new ArrayList<>(about.getEncoding_stats());
          pages.sort(Comparator.naturalOrder());
          about.setEncoding_stats(pages);
        }
      }
    }
    var bytes = new ByteArrayOutputStream();
    Util.writeFileMetaData(file, bytes);
    return bytes.toByteArray();
  }

  CommittedFile written(String name) {
    if (!closed) {
      throw new IllegalStateException("file '" + name + "' is still being written");
    }
    return new CommittedFile(name, written, Sha256.hex(digest.digest()));
  }
}
