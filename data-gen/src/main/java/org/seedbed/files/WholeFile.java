package org.seedbed.files;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files that appear whole or not at all. Where the store has an atomic rename (local disks, HDFS) a
 * file is written under a temporary name first; an object store shows an object only once it is
 * complete.
 */
public final class WholeFile {
  private static final Set<String> OBJECT_STORES = Set.of("s3a", "gs", "abfs", "abfss");

  private WholeFile() {}

  /** Writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * The file system of a path. On a local disk it leaves no checksum files beside ours; Hadoop's
   * own, which the whole process shares, is left as it is.
   */
  public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    FileSystem files = path.getFileSystem(configuration);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  /** Writes a file whole, in place of one that may be there. */
  public static void write(FileSystem files, Path path, Content content) throws IOException {
    place(
        files,
        path,
        target -> {
          try (OutputStream out = files.create(target, true)) {
            content.writeTo(out);
          }
          return path;
        });
  }

  /** Something that writes a file at the path it is given. */
  public interface Writer<T> {
    T write(Path target) throws IOException;
  }

  /** Lets {@code writer} write a file, which then appears whole at {@code path}. */
  public static <T> T place(FileSystem files, Path path, Writer<T> writer) throws IOException {
    if (OBJECT_STORES.contains(String.valueOf(files.getUri().getScheme()))) {
      return writer.write(path);
    }
    var temporary = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    try {
      T result = writer.write(temporary);
      if (!files.rename(temporary, path)) {
        files.delete(path, false);
        if (!files.rename(temporary, path)) {
          throw new IOException("cannot rename " + temporary + " to " + path);
        }
      }
      return result;
    } finally {
      files.delete(temporary, false);
    }
  }
}
