package org.seedbed.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The digest that a record's file holds of itself, and the run that it names. Both are lines after
 * the file's first line of content, the schema version. The digest is the SHA-256 of the file
 * without the line of the digest, so a shell can verify it:
 *
 * <pre>{@code
 * grep -v '"recordSha256"' rung.json | sha256sum
 * }</pre>
 *
 * <p>The run is the SHA-256 of its {@code experiment.yaml}.
 */
public final class RecordDigest {
  /** Key of the digest in a file. */
  public static final String KEY = "recordSha256";

  /** Key of the run in a file. */
  public static final String RUN = "run";

  /** First schema version whose files hold a digest. */
  public static final int SINCE = 3;

  /** The digest is looked for in so many bytes at the beginning of a file. */
  private static final int HEAD = 512;

  private static final Pattern LINE =
      Pattern.compile("(?m)^ *\"?" + KEY + "\"? ?: \"([^\"]*)\",?\n");
  private static final Pattern RUN_LINE =
      Pattern.compile("(?m)^ *\"" + RUN + "\" ?: \"([^\"]*)\",?\n");

  private RecordDigest() {}

  /** Adds digest and run to a record as JSON, whose second line is its schema version. */
  static byte[] sealed(byte[] json, Optional<RunId> run) {
    String named = run.map(id -> "  \"%s\" : \"%s\",\n".formatted(RUN, id.sha256())).orElse("");
    return sealed(json, afterLine(json, 2), "  \"" + KEY + "\" : \"%s\",\n", named, "\n");
  }

  /** Adds the digest to a file as YAML, whose first line is its schema version. */
  public static byte[] sealedYaml(byte[] yaml) {
    return sealed(yaml, afterLine(yaml, 1), KEY + ": \"%s\"\n", "", "");
  }

  /**
   * Inserts lines into a text, the digest of all others first. Holds one copy of it, since records
   * can be large.
   */
  private static byte[] sealed(byte[] text, int at, String line, String inserted, String end) {
    byte[] more = inserted.getBytes(UTF_8);
    byte[] last = end.getBytes(UTF_8);
    var digest = Sha256.digest();
    digest.update(text, 0, at);
    digest.update(more);
    digest.update(text, at, text.length - at);
    digest.update(last);
    byte[] first = line.formatted(Sha256.hex(digest.digest())).getBytes(UTF_8);
    return ByteBuffer.allocate(text.length + first.length + more.length + last.length)
        .put(text, 0, at)
        .put(first)
        .put(more)
        .put(text, at, text.length - at)
        .put(last)
        .array();
  }

  private static int afterLine(byte[] text, int lines) {
    int at = 0;
    for (int line = 0; line < lines; line++) {
      while (text[at] != '\n') {
        at++;
      }
      at++;
    }
    return at;
  }

  /** Returns whether a file holds a digest. */
  public static boolean isIn(byte[] file) {
    return LINE.matcher(head(file)).find();
  }

  /**
   * Verifies a file.
   *
   * @param run that the file must name, if any
   * @param remedy for the message
   * @throws DamagedFileException if the file holds no digest, another one, or is of another run
   */
  public static void verify(byte[] file, Path path, Optional<RunId> run, String remedy) {
    // Latin-1: a position in the text is one in the bytes.
    String head = head(file);
    var line = LINE.matcher(head);
    if (!line.find()) {
      throw new DamagedFileException(path, "its digest, " + KEY, "none", remedy);
    }
    var digest = Sha256.digest();
    digest.update(file, 0, line.start());
    digest.update(file, line.end(), file.length - line.end());
    String found = Sha256.hex(digest.digest());
    if (!found.equals(line.group(1))) {
      throw new DamagedFileException(path, "SHA-256 " + line.group(1), found, remedy);
    }
    if (run.isPresent()) {
      var named = RUN_LINE.matcher(head);
      String of = named.find() ? named.group(1) : "none";
      if (!of.equals(run.get().sha256())) {
        throw new DamagedFileException(
            path, "a record of run " + run.get().sha256(), "one of run " + of, remedy);
      }
    }
  }

  private static String head(byte[] file) {
    return new String(file, 0, Math.min(HEAD, file.length), ISO_8859_1);
  }
}
